-- Which version of the projection made the rows; a database that another one filled is filled anew when it is opened.
alter table "indexer"."checkpoint" add column "ledger_version" integer not null default 1;
alter table "indexer"."checkpoint" alter column "ledger_version" drop default;
