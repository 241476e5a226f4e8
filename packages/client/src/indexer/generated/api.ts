// Generated from the API’s description; `npm run generate` writes it. Do not edit.
export interface paths {
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the data is behind the chain. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As it should be. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok" | "stale" | "starting";
                            block?: number;
                            head?: number;
                            lagBlocks?: number;
                            /** @description Age of the block that the database stands at. */
                            lagSeconds?: number;
                        };
                    };
                };
                /** @description Nothing was read for too long. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok" | "stale" | "starting";
                            block?: number;
                            head?: number;
                            lagBlocks?: number;
                            /** @description Age of the block that the database stands at. */
                            lagSeconds?: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orchestrators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts that stake was ever delegated to, with their record. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "delegatedStakeWei" | "fees90DaysWei" | "fees30DaysWei" | "feesWei" | "rewardCut" | "feeShare" | "activationRound" | "delegators" | "address";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    state?: string;
                    address?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                address: string;
                                /** @description active in this round, registered (bonded to itself), or unregistered. */
                                state: string;
                                /** @description All stake delegated to it, its own included. */
                                delegatedStakeWei: string;
                                /** @description Its own stake, with what it earned to date. */
                                ownStakeWei: string;
                                /** @description Parts per million of rewards that it keeps. */
                                rewardCut: number;
                                /** @description Parts per million of fees that go to delegators. */
                                feeShare: number;
                                delegators: number;
                                activationRound: number;
                                /** @description Null while it is in the pool. */
                                deactivationRound: number | null;
                                firstActivationRound: number | null;
                                lastRewardRound: number;
                                /** @description Of the last 90 complete rounds, those in which it was active. */
                                callsDue: number;
                                /** @description Of those, rounds in which it called reward. */
                                callsMade: number;
                                /** @description callsMade / callsDue; null when none was due. */
                                rewardCallRatio: number | null;
                                /** @description Ever. */
                                missedRewardCalls: number;
                                fees30DaysWei: string;
                                fees90DaysWei: string;
                                /** @description Ever. */
                                feesWei: string;
                                /** @description Ever. */
                                rewardsWei: string;
                                serviceUri: string | null;
                                aiServiceUri: string | null;
                                rewardCaller: string | null;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/delegators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts that are or were bonded, with what they earned to date. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "stakeWei" | "pendingFeesWei" | "startRound" | "address";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    delegate?: string;
                    state?: string;
                    address?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                address: string;
                                /** @description bonded, pending (counts from the next round on), unbonding (a lock is not ripe yet) or unbonded. */
                                state: string;
                                delegate: string | null;
                                /** @description With what it earned to date. */
                                stakeWei: string;
                                /** @description That can be withdrawn. */
                                pendingFeesWei: string;
                                /** @description As of lastClaimRound. */
                                bondedWei: string;
                                startRound: number;
                                lastClaimRound: number;
                                /** @description Ever bonded from a wallet. */
                                depositedStakeWei: string;
                                withdrawnStakeWei: string;
                                claimedRewardsWei: string;
                                claimedFeesWei: string;
                                withdrawnFeesWei: string;
                                firstBondRound: number | null;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/unbonding-locks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stake on its way out, and what became of it. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "withdrawRound";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    delegator?: string;
                    state?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                delegator: string;
                                lockId: number;
                                delegate: string;
                                amountWei: string;
                                /** @description Round from which on it can be withdrawn. */
                                withdrawRound: number;
                                createdRound: number;
                                createdBlock: number;
                                /** @description open, withdrawn, rebonded or transferred. */
                                state: string;
                                closedBlock: number | null;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stake-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Each change of a delegator’s stake, and where it stood after it. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "blockNumber";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    delegator?: string;
                    delegate?: string;
                    kind?: string;
                    round?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                blockNumber: number;
                                logIndex: number;
                                time: number;
                                delegator: string;
                                round: number;
                                kind: string;
                                amountWei: string;
                                /** @description Fees that a claim added. */
                                feesWei: string;
                                delegate: string | null;
                                previousDelegate: string | null;
                                bondedWei: string;
                                claimRound: number;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cut-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Each change of an orchestrator’s cuts. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "blockNumber";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    orchestrator?: string;
                    round?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                blockNumber: number;
                                logIndex: number;
                                time: number;
                                orchestrator: string;
                                round: number;
                                rewardCut: number;
                                feeShare: number;
                                previousRewardCut: number;
                                previousFeeShare: number;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each orchestrator’s stake was and earned in each round. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "round";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    orchestrator?: string;
                    round?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                orchestrator: string;
                                round: number;
                                /** @description Null outside the active set. */
                                activeStakeWei: string | null;
                                /** @description As the contract keeps it. */
                                stakeWei: string;
                                rewardCut: number;
                                feeShare: number;
                                /** @description Parts of 10²⁷; 0 stands for 10²⁷. */
                                rewardFactor: string;
                                feeFactor: string;
                                rewardsWei: string;
                                /** @description What the orchestrator kept, beside the share of its bonded stake. */
                                ownRewardsWei: string;
                                feesWei: string;
                                ownFeesWei: string;
                                /** @description Block of the reward call; null without one. */
                                rewardBlock: number | null;
                                /** @description What a call that never came would have brought. */
                                missedRewardsWei: string | null;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rounds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Initialised rounds with their sums. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "round";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    round?: string;
                    from?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                round: number;
                                blockNumber: number;
                                /** @description Of its initialisation, as the contracts count. */
                                protocolBlock: number;
                                txHash: string;
                                time: number;
                                mintableWei: string;
                                /** @description Parts per billion a round. */
                                inflation: string;
                                totalActiveStakeWei: string;
                                totalSupplyWei: string;
                                /** @description Parts of 10²⁷. */
                                treasuryCutRate: string;
                                activeOrchestrators: number;
                                delegators: number;
                                rewardsWei: string;
                                treasuryRewardsWei: string;
                                rewardCalls: number;
                                missedRewardsWei: string;
                                feesWei: string;
                                winningTickets: number;
                                newStakeWei: string;
                                movedStakeWei: string;
                                unbondedStakeWei: string;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Days in UTC with their sums, and what stood at their last event. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "day";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    from?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** @description Days since 1970-01-01. */
                                day: number;
                                /** @description Its beginning. */
                                time: number;
                                feesWei: string;
                                winningTickets: number;
                                rewardsWei: string;
                                newStakeWei: string;
                                movedStakeWei: string;
                                unbondedStakeWei: string;
                                totalActiveStakeWei: string;
                                totalSupplyWei: string;
                                inflation: string;
                                delegators: number;
                                activeOrchestrators: number;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/gateways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts that pay for transcoding. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "feesWei" | "depositWei" | "reserveWei";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    address?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                address: string;
                                depositWei: string;
                                reserveWei: string;
                                /** @description 0 unless an unlock is in progress. */
                                withdrawRound: number;
                                feesWei: string;
                                winningTickets: number;
                                firstFundedBlock: number;
                                lastFundedBlock: number;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each gateway paid each orchestrator in each round. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "round";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    gateway?: string;
                    orchestrator?: string;
                    round?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                gateway: string;
                                orchestrator: string;
                                round: number;
                                /** @description When the round began. */
                                time: number;
                                feesWei: string;
                                winningTickets: number;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every event of every contract, decoded. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "blockNumber";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    contract?: string;
                    name?: string;
                    txHash?: string;
                    round?: string;
                    fromBlock?: string;
                    toBlock?: string;
                    account?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                blockNumber: number;
                                logIndex: number;
                                time: number;
                                txHash: string;
                                contract: string;
                                address: string;
                                name: string;
                                round: number;
                                /** @description Arguments by name; whole numbers as decimal text. */
                                args?: unknown;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/token-holders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Balances of the token. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "balanceWei";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    address?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                address: string;
                                balanceWei: string;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proposals of the treasury’s governor. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "createdBlock";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    proposer?: string;
                    state?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                proposalId: string;
                                proposer: string;
                                /** @description Calls that it makes: target, valueWei, data. */
                                calls?: unknown;
                                description: string;
                                /** @description Round after which votes count. */
                                voteStart: number;
                                voteEnd: number;
                                createdBlock: number;
                                /** @description The last step that an event told. */
                                state: string;
                                eta: number | null;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/proposal-votes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Votes on proposals (0 against, 1 for, 2 abstain). */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "blockNumber";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    proposalId?: string;
                    voter?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                proposalId: string;
                                voter: string;
                                support: number;
                                weightWei: string;
                                reason: string;
                                blockNumber: number;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/polls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Polls, whose tally follows from stake at their end. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "createdBlock";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    address?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                address: string;
                                /** @description Bytes in hexadecimal; by custom the IPFS name of its text. */
                                proposal: string;
                                /** @description As the contracts count, like `endBlock`. */
                                startBlock: number;
                                /** @description The last block in which votes count. */
                                endBlock: number;
                                /** @description Parts per million. */
                                quorum: number;
                                /** @description Parts per million. */
                                quota: number;
                                createdBlock: number;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/poll-votes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last choice of each voter in each poll (0 yes, 1 no). */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "blockNumber";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    poll?: string;
                    voter?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                poll: string;
                                voter: string;
                                choice: string;
                                blockNumber: number;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/parameters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Parameters of the protocol as last set. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "name";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                name: string;
                                value: string;
                                blockNumber: number;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened, for consumers that act on each exactly once: provisional, confirmed, retracted. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "seq";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    after?: string;
                    state?: string;
                    kind?: string;
                    subject?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rows, or all of them as CSV. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** @description Ask for what is after the last one that was seen. */
                                seq: number;
                                /** @description The same for the same happening, whatever block it ends up in. */
                                id: string;
                                state: string;
                                kind: string;
                                subject: string | null;
                                round: number;
                                blockNumber: number;
                                blockHash: string;
                                txHash: string;
                                time: number;
                                data?: unknown;
                            }[];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
                            block: components["schemas"]["Block"];
                        };
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the network stands at. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The network. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            round: {
                                /** @description The last initialised round. */
                                number: number;
                                /** @description Block of the chain that holds its first event. */
                                initializedBlock: number | null;
                                /** @description Where it begins, as the contracts count. */
                                startBlock: number | null;
                                initializedTime: number | null;
                                /** @description As the contracts count. */
                                lengthBlocks: number | null;
                                /** @description Parts per million of a round, at its end, in which cuts are locked. */
                                lockAmount: number | null;
                                mintableWei: string;
                                rewardsWei: string;
                                rewardCalls: number;
                                feesWei: string;
                            };
                            isPaused: boolean;
                            totalActiveStakeWei: string;
                            nextTotalActiveStakeWei: string;
                            /** @description All tokens, on Arbitrum with those on L1, which inflation counts too. */
                            totalSupplyWei: string;
                            /** @description Staked part of the supply. */
                            participation: number | null;
                            /** @description Parts per billion a round. */
                            inflation: string;
                            delegators: number;
                            activeOrchestrators: number;
                            orchestratorsInPool: number;
                            feesWei: string;
                            rewardsWei: string;
                            winningTickets: number;
                            /** @description The last complete week, from Monday in UTC, and the one before it. */
                            weeks: {
                                from: number;
                                feesWei: string;
                                rewardsWei: string;
                                winningTickets: number;
                            }[];
                            block: {
                                number: number;
                                protocolBlock: number;
                                hash: string;
                                time: number;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orchestrators/{address}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One orchestrator. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    address: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The orchestrator. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            orchestrator: {
                                address: string;
                                /** @description active in this round, registered (bonded to itself), or unregistered. */
                                state: string;
                                /** @description All stake delegated to it, its own included. */
                                delegatedStakeWei: string;
                                /** @description Its own stake, with what it earned to date. */
                                ownStakeWei: string;
                                /** @description Parts per million of rewards that it keeps. */
                                rewardCut: number;
                                /** @description Parts per million of fees that go to delegators. */
                                feeShare: number;
                                delegators: number;
                                activationRound: number;
                                /** @description Null while it is in the pool. */
                                deactivationRound: number | null;
                                firstActivationRound: number | null;
                                lastRewardRound: number;
                                /** @description Of the last 90 complete rounds, those in which it was active. */
                                callsDue: number;
                                /** @description Of those, rounds in which it called reward. */
                                callsMade: number;
                                /** @description callsMade / callsDue; null when none was due. */
                                rewardCallRatio: number | null;
                                /** @description Ever. */
                                missedRewardCalls: number;
                                fees30DaysWei: string;
                                fees90DaysWei: string;
                                /** @description Ever. */
                                feesWei: string;
                                /** @description Ever. */
                                rewardsWei: string;
                                serviceUri: string | null;
                                aiServiceUri: string | null;
                                rewardCaller: string | null;
                            };
                            block: {
                                number: number;
                                protocolBlock: number;
                                hash: string;
                                time: number;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/delegators/{address}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One delegator. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    address: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The delegator. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            delegator: {
                                address: string;
                                /** @description bonded, pending (counts from the next round on), unbonding (a lock is not ripe yet) or unbonded. */
                                state: string;
                                delegate: string | null;
                                /** @description With what it earned to date. */
                                stakeWei: string;
                                /** @description That can be withdrawn. */
                                pendingFeesWei: string;
                                /** @description As of lastClaimRound. */
                                bondedWei: string;
                                startRound: number;
                                lastClaimRound: number;
                                /** @description Ever bonded from a wallet. */
                                depositedStakeWei: string;
                                withdrawnStakeWei: string;
                                claimedRewardsWei: string;
                                claimedFeesWei: string;
                                withdrawnFeesWei: string;
                                firstBondRound: number | null;
                            };
                            block: {
                                number: number;
                                protocolBlock: number;
                                hash: string;
                                time: number;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/delegators/{address}/earnings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a delegator earned, by round. */
        get: {
            parameters: {
                query?: {
                    from?: number | null;
                    to?: number | null;
                };
                header?: never;
                path: {
                    address: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Rounds with earnings or losses, the youngest first; a thousand at the most. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                round: number;
                                delegate: string;
                                /** @description Stake at the round’s start. */
                                stakeWei: string;
                                rewardsWei: string;
                                feesWei: string;
                                /** @description What a reward call that never came would have brought. */
                                missedWei: string;
                            }[];
                            /** @description Of all rounds. */
                            totalRewardsWei: string;
                            totalFeesWei: string;
                            block: {
                                number: number;
                                protocolBlock: number;
                                hash: string;
                                time: number;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/concentration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How stake is spread, and how much it moves. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description By address; addresses of one owner are not known to belong together. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Stake delegated to active orchestrators. */
                            orchestrators: {
                                accounts: number;
                                /** @description Fewest accounts with more than a third, half and two thirds of all. */
                                nakamoto: {
                                    third: number;
                                    half: number;
                                    twoThirds: number;
                                };
                                gini: number | null;
                                /** @description Sum of the squared shares. */
                                hhi: number | null;
                                /** @description 1 / hhi. */
                                effectiveAccounts: number | null;
                                topTenShare: number | null;
                            };
                            delegators: {
                                accounts: number;
                                /** @description Fewest accounts with more than a third, half and two thirds of all. */
                                nakamoto: {
                                    third: number;
                                    half: number;
                                    twoThirds: number;
                                };
                                gini: number | null;
                                /** @description Sum of the squared shares. */
                                hhi: number | null;
                                /** @description 1 / hhi. */
                                effectiveAccounts: number | null;
                                topTenShare: number | null;
                            };
                            /** @description Spearman’s correlation of orchestrators’ ranks, now and 30 rounds ago. */
                            rankPersistence: number | null;
                            /** @description New, moved and unbonded stake by total stake, of the last 30 rounds. */
                            churn: {
                                round: number;
                                ratio: number | null;
                            }[];
                            block: {
                                number: number;
                                protocolBlock: number;
                                hash: string;
                                time: number;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an address or its beginning, a number or a hash stands for. */
        get: {
            parameters: {
                query: {
                    q: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description At most twenty hits. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                kind: string;
                                id: string;
                            }[];
                            block: {
                                number: number;
                                protocolBlock: number;
                                hash: string;
                                time: number;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Server-sent events: `block` with number, hash, time and head, whenever the data has changed. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A stream of events. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Block: {
            /** @description Block that the answer is true for. */
            number: number;
            /** @description The same block as the contracts count, in which rounds and polls end: L1’s on Arbitrum. */
            protocolBlock: number;
            hash: string;
            /** @description Unix time of the block in milliseconds. */
            time: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
