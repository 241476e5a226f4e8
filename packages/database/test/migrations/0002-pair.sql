create table pair (
  a text not null,
  b integer not null,
  primary key (a, b)
);
create index pair_by_b on pair (b);
