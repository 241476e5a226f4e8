create table "tester"."result" (
  "test" text not null,
  "seq_no" integer not null,
  "at_ms" bigint not null,
  "region" text not null,
  "orchestrator" text not null,
  "service_uri" text not null,
  "duration_ms" double precision not null,
  "round_trip_ms" double precision,
  "failure" text,
  "detail" text,
  "advertised_price" double precision,
  "asked_price" double precision,
  "honesty" double precision,
  "paid_wei" numeric(78, 0) not null,
  primary key ("test", "seq_no")
);

create index "result_at_ms" on "tester"."result" ("at_ms");

create table "tester"."rendition" (
  "test" text not null,
  "seq_no" integer not null,
  "profile" text not null,
  "claimed_pixels" numeric(78, 0),
  "counted_pixels" bigint,
  "verdict" text,
  "reasons" text not null,
  primary key ("test", "seq_no", "profile"),
  foreign key ("test", "seq_no") references "tester"."result" ("test", "seq_no") on delete cascade
);

create table "tester"."spending" (
  "account" text not null,
  "day" integer not null,
  "wei" numeric(78, 0) not null,
  primary key ("account", "day")
);
