create table "indexer"."profile_text" (
  "account" text not null,
  "key" text not null,
  "value" text not null,
  "skeleton" text,
  "block_number" bigint not null,
  primary key ("account", "key")
);

create index on "indexer"."profile_text" ("skeleton" text_pattern_ops) where "skeleton" is not null;

create table "indexer"."account_link" (
  "linked" text not null,
  "main" text not null,
  "block_number" bigint not null,
  primary key ("linked")
);

create index on "indexer"."account_link" ("main");
