/** Winning tickets, and what became of them. */
export const winnersTable = `CREATE TABLE winners (
     ticket_hash TEXT PRIMARY KEY,
     sender TEXT NOT NULL,
     recipient TEXT NOT NULL,
     face_value_wei TEXT NOT NULL,
     win_prob TEXT NOT NULL,
     sender_nonce INTEGER NOT NULL,
     recipient_rand_hash TEXT NOT NULL,
     signature TEXT NOT NULL,
     recipient_rand TEXT NOT NULL,
     creation_round TEXT NOT NULL,
     creation_round_block_hash TEXT NOT NULL,
     params_expiration_block TEXT NOT NULL,
     received_at_ms INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('waiting', 'redeemed', 'lost')),
     tx_hash TEXT,
     paid_wei TEXT,
     reason TEXT
   ) STRICT;
   CREATE INDEX winners_by_state ON winners (state, sender, received_at_ms);`

/**
 * Transactions that redeem winners, each in all its versions, and which of them a winner is in. A winner stays `waiting`
 * until its transaction counts as final. `handed_over_at_ms` tells when another process took it over.
 */
export const redemptionTables = `CREATE TABLE redemptions (
     id INTEGER PRIMARY KEY,
     account TEXT NOT NULL,
     nonce INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('sent', 'mined', 'settled', 'void')),
     mined_tx_hash TEXT,
     mined_block_hash TEXT,
     mined_height TEXT
   ) STRICT;
   CREATE INDEX redemptions_by_state ON redemptions (state);
   CREATE TABLE redemption_versions (
     tx_hash TEXT PRIMARY KEY,
     redemption INTEGER NOT NULL REFERENCES redemptions (id),
     raw TEXT NOT NULL,
     signed_at_ms INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX versions_by_redemption ON redemption_versions (redemption);
   ALTER TABLE winners ADD COLUMN redemption INTEGER REFERENCES redemptions (id);
   ALTER TABLE winners ADD COLUMN handed_over_at_ms INTEGER;
   CREATE INDEX winners_by_redemption ON winners (redemption) WHERE redemption IS NOT NULL;`
