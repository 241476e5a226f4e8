-- A spike is a raise by 50 percentage points.
drop index "indexer"."cut_change_high";
create index "cut_change_high" on "indexer"."cut_change" ("orchestrator", "time") where "reward_cut" >= 500000;
