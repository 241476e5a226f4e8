-- What is new here follows from events of the past, so all are read again; what consumers of the outbox were told stays.
truncate "indexer"."checkpoint", "indexer"."block", "indexer"."event", "indexer"."event_account", "indexer"."undo",
  "indexer"."contract", "indexer"."protocol", "indexer"."parameter", "indexer"."orchestrator", "indexer"."pool",
  "indexer"."delegator", "indexer"."unbonding_lock", "indexer"."stake_change", "indexer"."cut_change", "indexer"."round",
  "indexer"."day", "indexer"."gateway", "indexer"."payment", "indexer"."token_holder", "indexer"."proposal",
  "indexer"."proposal_vote", "indexer"."poll", "indexer"."poll_vote";

alter table "indexer"."orchestrator"
  add column "activated_at" bigint,
  add column "active_rounds" integer not null,
  add column "last_cut_change_round" bigint,
  add column "last_cut_change_at" bigint;

alter table "indexer"."pool"
  add column "rank" integer,
  add column "active_rounds_before" integer,
  add column "missed_calls_before" integer,
  add column "fees_before_wei" numeric(78, 0) not null;

alter table "indexer"."stake_change"
  add column "round_own_rewards_wei" numeric(78, 0) not null,
  add column "round_own_fees_wei" numeric(78, 0) not null;

alter table "indexer"."cut_change" add column "time" bigint not null;

alter table "indexer"."round"
  add column "entered_orchestrators" integer not null,
  add column "left_orchestrators" integer not null,
  add column "nakamoto_third" integer not null,
  add column "nakamoto_half" integer not null,
  add column "gini" double precision,
  add column "hhi" double precision,
  add column "rank_persistence" double precision;

create table "indexer"."orchestrator_day" (
  "orchestrator" text not null,
  "day" integer not null,
  "fees_wei" numeric(78, 0) not null,
  "winning_tickets" bigint not null,
  "rewards_wei" numeric(78, 0) not null,
  "fees_before_wei" numeric(78, 0) not null,
  primary key ("orchestrator", "day")
);

create table "indexer"."gateway_day" (
  "gateway" text not null,
  "day" integer not null,
  "fees_wei" numeric(78, 0) not null,
  "winning_tickets" bigint not null,
  "fees_before_wei" numeric(78, 0) not null,
  primary key ("gateway", "day")
);

-- How far back a number of active rounds reaches, and where the fees of a time begin, are looked up and not summed.
create index "pool_active_rounds" on "indexer"."pool" ("orchestrator", "active_rounds_before") where "active_stake_wei" is not null;
create index "pool_active" on "indexer"."pool" ("orchestrator", "round") where "active_stake_wei" is not null;
create index "pool_fees" on "indexer"."pool" ("orchestrator", "round") where "fees_wei" > 0;
create index "cut_change_high" on "indexer"."cut_change" ("orchestrator", "time") where "reward_cut" >= 800000;
