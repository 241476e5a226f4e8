-- What is new here follows from blocks of the past, so all are read again; what consumers of the outbox were told stays.
truncate "indexer"."checkpoint", "indexer"."block", "indexer"."event", "indexer"."event_account", "indexer"."undo",
  "indexer"."contract", "indexer"."protocol", "indexer"."parameter", "indexer"."orchestrator", "indexer"."pool",
  "indexer"."delegator", "indexer"."unbonding_lock", "indexer"."stake_change", "indexer"."cut_change", "indexer"."round",
  "indexer"."day", "indexer"."gateway", "indexer"."payment", "indexer"."token_holder", "indexer"."proposal",
  "indexer"."proposal_vote", "indexer"."poll", "indexer"."poll_vote";

alter table "indexer"."checkpoint" add column "protocol_block" bigint not null;
alter table "indexer"."round" add column "protocol_block" bigint not null;
alter table "indexer"."poll" add column "start_block" bigint not null;
alter table "indexer"."protocol" add column "supply_elsewhere_wei" numeric(78, 0) not null;
