create table event (
  block bigint not null,
  log_index integer not null,
  tx_hash text not null,
  contract text not null,
  account text not null,
  amount numeric(78, 0) not null,
  time bigint not null,
  is_final boolean not null,
  primary key (block, log_index)
);
