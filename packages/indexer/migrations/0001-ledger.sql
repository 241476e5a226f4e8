create table "indexer"."block" (
  "number" bigint not null,
  "hash" text not null,
  "parent_hash" text not null,
  "time" bigint not null,
  primary key ("number")
);

create table "indexer"."checkpoint" (
  "id" integer not null,
  "chain_id" bigint not null,
  "controller" text not null,
  "first_block" bigint not null,
  "block_number" bigint not null,
  "block_hash" text not null,
  "block_time" bigint not null,
  "confirmed_block" bigint not null,
  primary key ("id")
);

create table "indexer"."contract" (
  "address" text not null,
  "name" text not null,
  "since_block" bigint not null,
  primary key ("address")
);

create table "indexer"."cut_change" (
  "block_number" bigint not null,
  "log_index" integer not null,
  "orchestrator" text not null,
  "round" bigint not null,
  "reward_cut" integer not null,
  "fee_share" integer not null,
  "previous_reward_cut" integer not null,
  "previous_fee_share" integer not null,
  primary key ("block_number", "log_index")
);

create table "indexer"."day" (
  "day" integer not null,
  "fees_wei" numeric(78, 0) not null,
  "winning_tickets" bigint not null,
  "rewards_wei" numeric(78, 0) not null,
  "new_stake_wei" numeric(78, 0) not null,
  "moved_stake_wei" numeric(78, 0) not null,
  "unbonded_stake_wei" numeric(78, 0) not null,
  "total_active_stake_wei" numeric(78, 0) not null,
  "total_supply_wei" numeric(78, 0) not null,
  "inflation" numeric(78, 0) not null,
  "delegators" integer not null,
  "active_orchestrators" integer not null,
  primary key ("day")
);

create table "indexer"."delegator" (
  "address" text not null,
  "delegate" text,
  "bonded_wei" numeric(78, 0) not null,
  "fees_wei" numeric(78, 0) not null,
  "start_round" bigint not null,
  "last_claim_round" bigint not null,
  "next_lock_id" bigint not null,
  "deposited_stake_wei" numeric(78, 0) not null,
  "withdrawn_stake_wei" numeric(78, 0) not null,
  "claimed_rewards_wei" numeric(78, 0) not null,
  "claimed_fees_wei" numeric(78, 0) not null,
  "withdrawn_fees_wei" numeric(78, 0) not null,
  "first_bond_round" bigint,
  primary key ("address")
);

create table "indexer"."event" (
  "block_number" bigint not null,
  "log_index" integer not null,
  "tx_hash" text not null,
  "contract" text not null,
  "address" text not null,
  "name" text not null,
  "round" bigint not null,
  "args" json not null,
  primary key ("block_number", "log_index")
);

create table "indexer"."event_account" (
  "account" text not null,
  "block_number" bigint not null,
  "log_index" integer not null,
  primary key ("account", "block_number", "log_index")
);

create table "indexer"."gateway" (
  "address" text not null,
  "deposit_wei" numeric(78, 0) not null,
  "reserve_wei" numeric(78, 0) not null,
  "reserve_claim_round" bigint not null,
  "reserve_claimed_wei" numeric(78, 0) not null,
  "withdraw_round" bigint not null,
  "fees_wei" numeric(78, 0) not null,
  "winning_tickets" bigint not null,
  "first_funded_block" bigint not null,
  "last_funded_block" bigint not null,
  primary key ("address")
);

create table "indexer"."orchestrator" (
  "address" text not null,
  "reward_cut" integer not null,
  "fee_share" integer not null,
  "delegated_stake_wei" numeric(78, 0) not null,
  "is_in_pool" boolean not null,
  "activation_round" bigint not null,
  "deactivation_round" bigint,
  "first_activation_round" bigint,
  "last_reward_round" bigint not null,
  "last_fee_round" bigint not null,
  "last_active_stake_update_round" bigint not null,
  "active_cumulative_rewards_wei" numeric(78, 0) not null,
  "cumulative_rewards_wei" numeric(78, 0) not null,
  "cumulative_fees_wei" numeric(78, 0) not null,
  "reward_factor" numeric(78, 0) not null,
  "fee_factor" numeric(78, 0) not null,
  "service_uri" text,
  "ai_service_uri" text,
  "reward_caller" text,
  "delegators" integer not null,
  "fees_wei" numeric(78, 0) not null,
  "rewards_wei" numeric(78, 0) not null,
  "missed_reward_calls" integer not null,
  primary key ("address")
);

create table "indexer"."outbox" (
  "seq" bigint not null,
  "id" text not null,
  "state" text not null,
  "kind" text not null,
  "subject" text,
  "round" bigint not null,
  "block_number" bigint not null,
  "block_hash" text not null,
  "tx_hash" text not null,
  "time" bigint not null,
  "data" json not null,
  "is_settled" boolean not null,
  primary key ("seq")
);

create table "indexer"."parameter" (
  "name" text not null,
  "value" numeric(78, 0) not null,
  "block_number" bigint not null,
  primary key ("name")
);

create table "indexer"."payment" (
  "gateway" text not null,
  "orchestrator" text not null,
  "round" bigint not null,
  "fees_wei" numeric(78, 0) not null,
  "winning_tickets" bigint not null,
  primary key ("gateway", "orchestrator", "round")
);

create table "indexer"."poll" (
  "address" text not null,
  "proposal" text not null,
  "end_block" bigint not null,
  "quorum" integer not null,
  "quota" integer not null,
  "created_block" bigint not null,
  primary key ("address")
);

create table "indexer"."poll_vote" (
  "poll" text not null,
  "voter" text not null,
  "choice" numeric(78, 0) not null,
  "block_number" bigint not null,
  primary key ("poll", "voter")
);

create table "indexer"."pool" (
  "orchestrator" text not null,
  "round" bigint not null,
  "stake_wei" numeric(78, 0) not null,
  "reward_cut" integer not null,
  "fee_share" integer not null,
  "reward_factor" numeric(78, 0) not null,
  "fee_factor" numeric(78, 0) not null,
  "active_stake_wei" numeric(78, 0),
  "rewards_wei" numeric(78, 0) not null,
  "own_rewards_wei" numeric(78, 0) not null,
  "fees_wei" numeric(78, 0) not null,
  "own_fees_wei" numeric(78, 0) not null,
  "reward_block" bigint,
  "missed_rewards_wei" numeric(78, 0),
  primary key ("orchestrator", "round")
);

create table "indexer"."proposal" (
  "proposal_id" numeric(78, 0) not null,
  "proposer" text not null,
  "calls" json not null,
  "description" text not null,
  "vote_start" bigint not null,
  "vote_end" bigint not null,
  "created_block" bigint not null,
  "state" text not null,
  "eta" bigint,
  primary key ("proposal_id")
);

create table "indexer"."proposal_vote" (
  "proposal_id" numeric(78, 0) not null,
  "voter" text not null,
  "support" integer not null,
  "weight_wei" numeric(78, 0) not null,
  "reason" text not null,
  "block_number" bigint not null,
  primary key ("proposal_id", "voter")
);

create table "indexer"."protocol" (
  "id" integer not null,
  "current_round" bigint not null,
  "is_paused" boolean not null,
  "total_active_stake_wei" numeric(78, 0) not null,
  "next_total_active_stake_wei" numeric(78, 0) not null,
  "mintable_wei" numeric(78, 0) not null,
  "inflation" numeric(78, 0) not null,
  "total_supply_wei" numeric(78, 0) not null,
  "delegators" integer not null,
  "fees_wei" numeric(78, 0) not null,
  "rewards_wei" numeric(78, 0) not null,
  "winning_tickets" bigint not null,
  primary key ("id")
);

create table "indexer"."round" (
  "round" bigint not null,
  "block_number" bigint not null,
  "tx_hash" text not null,
  "time" bigint not null,
  "mintable_wei" numeric(78, 0) not null,
  "inflation" numeric(78, 0) not null,
  "total_active_stake_wei" numeric(78, 0) not null,
  "total_supply_wei" numeric(78, 0) not null,
  "treasury_cut_rate" numeric(78, 0) not null,
  "active_orchestrators" integer not null,
  "delegators" integer not null,
  "rewards_wei" numeric(78, 0) not null,
  "treasury_rewards_wei" numeric(78, 0) not null,
  "reward_calls" integer not null,
  "missed_rewards_wei" numeric(78, 0) not null,
  "fees_wei" numeric(78, 0) not null,
  "winning_tickets" bigint not null,
  "new_stake_wei" numeric(78, 0) not null,
  "moved_stake_wei" numeric(78, 0) not null,
  "unbonded_stake_wei" numeric(78, 0) not null,
  primary key ("round")
);

create table "indexer"."stake_change" (
  "block_number" bigint not null,
  "log_index" integer not null,
  "delegator" text not null,
  "round" bigint not null,
  "kind" text not null,
  "amount_wei" numeric(78, 0) not null,
  "fees_wei" numeric(78, 0) not null,
  "delegate" text,
  "previous_delegate" text,
  "bonded_wei" numeric(78, 0) not null,
  "claim_round" bigint not null,
  primary key ("block_number", "log_index", "delegator")
);

create table "indexer"."token_holder" (
  "address" text not null,
  "balance_wei" numeric(78, 0) not null,
  primary key ("address")
);

create table "indexer"."unbonding_lock" (
  "delegator" text not null,
  "lock_id" bigint not null,
  "delegate" text not null,
  "amount_wei" numeric(78, 0) not null,
  "withdraw_round" bigint not null,
  "created_round" bigint not null,
  "created_block" bigint not null,
  "state" text not null,
  "closed_block" bigint,
  primary key ("delegator", "lock_id")
);

create table "indexer"."undo" (
  "block_number" bigint not null,
  "table_name" text not null,
  "key" text not null,
  "before" json,
  primary key ("block_number", "table_name", "key")
);

create index "event_contract_name" on "indexer"."event" ("contract", "name", "block_number");
create index "event_tx_hash" on "indexer"."event" using hash ("tx_hash");
create index "pool_round" on "indexer"."pool" ("round");
create index "delegator_delegate" on "indexer"."delegator" ("delegate");
create index "stake_change_delegator" on "indexer"."stake_change" ("delegator", "block_number");
create index "stake_change_round" on "indexer"."stake_change" ("round");
create index "cut_change_orchestrator" on "indexer"."cut_change" ("orchestrator", "block_number");
create index "payment_orchestrator" on "indexer"."payment" ("orchestrator", "round");
create index "payment_round" on "indexer"."payment" ("round");
create index "outbox_id" on "indexer"."outbox" ("id");
create index "outbox_unsettled" on "indexer"."outbox" ("block_number") where not "is_settled";
create index "outbox_block" on "indexer"."outbox" ("block_number");

-- Stake and fees of each delegator with what was earned up to now, in the contract's arithmetic (LIP-36): 10^27 parts,
-- each division floored.
create view "indexer"."pending" as
with factors as (
  select
    d."address", d."delegate", d."bonded_wei", d."fees_wei",
    coalesce(nullif(o."reward_factor", 0), 1e27::numeric) as end_reward_factor,
    coalesce(nullif(s."reward_factor", 0), 1e27::numeric) as start_reward_factor,
    coalesce(o."fee_factor", 0) - coalesce(s."fee_factor", 0) as earned_fee_factor,
    case when d."delegate" = d."address" then o."cumulative_rewards_wei" else 0 end as own_rewards_wei,
    case when d."delegate" = d."address" then o."cumulative_fees_wei" else 0 end as own_fees_wei
  from "indexer"."delegator" d
  left join "indexer"."orchestrator" o on o."address" = d."delegate"
  left join "indexer"."pool" s on s."orchestrator" = d."delegate" and s."round" = d."last_claim_round"
)
select
  "address",
  case when "delegate" is null then "bonded_wei" else
    div("bonded_wei" * div(end_reward_factor * 1e27::numeric, start_reward_factor), 1e27::numeric) + own_rewards_wei
  end as "stake_wei",
  case when "delegate" is null then "fees_wei" else
    "fees_wei" + div("bonded_wei" * div(earned_fee_factor * 1e27::numeric, start_reward_factor), 1e27::numeric) + own_fees_wei
  end as "fees_wei"
from factors;
