create table shelf (
  id bigint primary key,
  amount numeric(78, 0) not null,
  small integer,
  ok boolean,
  name text,
  label varchar(20),
  seen_at timestamptz,
  body bytea,
  facts jsonb,
  ratio double precision,
  tags text[],
  day date
);
