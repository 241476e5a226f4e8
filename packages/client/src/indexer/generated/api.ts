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
                    sort?: "delegatedStakeWei" | "ownStakeWei" | "ownStakeShare" | "rewardCut" | "feeShare" | "lastCutChangeRound" | "lastCutChangeTime" | "cutSpikes" | "delegators" | "activationRound" | "activationTime" | "deactivationRound" | "firstActivationRound" | "activeRounds" | "lastRewardRound" | "callsDue" | "callsMade" | "rewardCallRatio" | "rewardCallRatio30" | "rewardCallRatio90" | "missedRewardCalls" | "fees30DaysWei" | "fees90DaysWei" | "fees30RoundsWei" | "fees90RoundsWei" | "feesWei" | "rewardsWei" | "address" | "state";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    /** @description Only rows with this `state`. */
                    state?: string;
                    /** @description Only rows with this `address`. */
                    address?: string;
                    /** @description Only rows whose `delegatedStakeWei` is this or more. */
                    delegatedStakeWeiMin?: string;
                    /** @description Only rows whose `delegatedStakeWei` is this or less. */
                    delegatedStakeWeiMax?: string;
                    /** @description Only rows whose `ownStakeWei` is this or more. */
                    ownStakeWeiMin?: string;
                    /** @description Only rows whose `ownStakeWei` is this or less. */
                    ownStakeWeiMax?: string;
                    /** @description Only rows whose `ownStakeShare` is this or more. */
                    ownStakeShareMin?: string;
                    /** @description Only rows whose `ownStakeShare` is this or less. */
                    ownStakeShareMax?: string;
                    /** @description Only rows whose `rewardCut` is this or more. */
                    rewardCutMin?: string;
                    /** @description Only rows whose `rewardCut` is this or less. */
                    rewardCutMax?: string;
                    /** @description Only rows whose `feeShare` is this or more. */
                    feeShareMin?: string;
                    /** @description Only rows whose `feeShare` is this or less. */
                    feeShareMax?: string;
                    /** @description Only rows whose `lastCutChangeRound` is this or more. */
                    lastCutChangeRoundMin?: string;
                    /** @description Only rows whose `lastCutChangeRound` is this or less. */
                    lastCutChangeRoundMax?: string;
                    /** @description Only rows whose `cutSpikes` is this or more. */
                    cutSpikesMin?: string;
                    /** @description Only rows whose `cutSpikes` is this or less. */
                    cutSpikesMax?: string;
                    /** @description Only rows whose `delegators` is this or more. */
                    delegatorsMin?: string;
                    /** @description Only rows whose `delegators` is this or less. */
                    delegatorsMax?: string;
                    /** @description Only rows whose `activationRound` is this or more. */
                    activationRoundMin?: string;
                    /** @description Only rows whose `activationRound` is this or less. */
                    activationRoundMax?: string;
                    /** @description Only rows whose `deactivationRound` is this or more. */
                    deactivationRoundMin?: string;
                    /** @description Only rows whose `deactivationRound` is this or less. */
                    deactivationRoundMax?: string;
                    /** @description Only rows whose `firstActivationRound` is this or more. */
                    firstActivationRoundMin?: string;
                    /** @description Only rows whose `firstActivationRound` is this or less. */
                    firstActivationRoundMax?: string;
                    /** @description Only rows whose `activeRounds` is this or more. */
                    activeRoundsMin?: string;
                    /** @description Only rows whose `activeRounds` is this or less. */
                    activeRoundsMax?: string;
                    /** @description Only rows whose `lastRewardRound` is this or more. */
                    lastRewardRoundMin?: string;
                    /** @description Only rows whose `lastRewardRound` is this or less. */
                    lastRewardRoundMax?: string;
                    /** @description Only rows whose `callsDue` is this or more. */
                    callsDueMin?: string;
                    /** @description Only rows whose `callsDue` is this or less. */
                    callsDueMax?: string;
                    /** @description Only rows whose `callsMade` is this or more. */
                    callsMadeMin?: string;
                    /** @description Only rows whose `callsMade` is this or less. */
                    callsMadeMax?: string;
                    /** @description Only rows whose `rewardCallRatio` is this or more. */
                    rewardCallRatioMin?: string;
                    /** @description Only rows whose `rewardCallRatio` is this or less. */
                    rewardCallRatioMax?: string;
                    /** @description Only rows whose `rewardCallRatio30` is this or more. */
                    rewardCallRatio30Min?: string;
                    /** @description Only rows whose `rewardCallRatio30` is this or less. */
                    rewardCallRatio30Max?: string;
                    /** @description Only rows whose `rewardCallRatio90` is this or more. */
                    rewardCallRatio90Min?: string;
                    /** @description Only rows whose `rewardCallRatio90` is this or less. */
                    rewardCallRatio90Max?: string;
                    /** @description Only rows whose `missedRewardCalls` is this or more. */
                    missedRewardCallsMin?: string;
                    /** @description Only rows whose `missedRewardCalls` is this or less. */
                    missedRewardCallsMax?: string;
                    /** @description Only rows whose `fees30DaysWei` is this or more. */
                    fees30DaysWeiMin?: string;
                    /** @description Only rows whose `fees30DaysWei` is this or less. */
                    fees30DaysWeiMax?: string;
                    /** @description Only rows whose `fees90DaysWei` is this or more. */
                    fees90DaysWeiMin?: string;
                    /** @description Only rows whose `fees90DaysWei` is this or less. */
                    fees90DaysWeiMax?: string;
                    /** @description Only rows whose `fees30RoundsWei` is this or more. */
                    fees30RoundsWeiMin?: string;
                    /** @description Only rows whose `fees30RoundsWei` is this or less. */
                    fees30RoundsWeiMax?: string;
                    /** @description Only rows whose `fees90RoundsWei` is this or more. */
                    fees90RoundsWeiMin?: string;
                    /** @description Only rows whose `fees90RoundsWei` is this or less. */
                    fees90RoundsWeiMax?: string;
                    /** @description Only rows whose `feesWei` is this or more. */
                    feesWeiMin?: string;
                    /** @description Only rows whose `feesWei` is this or less. */
                    feesWeiMax?: string;
                    /** @description Only rows whose `rewardsWei` is this or more. */
                    rewardsWeiMin?: string;
                    /** @description Only rows whose `rewardsWei` is this or less. */
                    rewardsWeiMax?: string;
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
                                /** @description Its own stake, with what it earned to date; 0 unless bonded to itself. */
                                ownStakeWei: string;
                                /** @description ownStakeWei / delegatedStakeWei; null without stake. */
                                ownStakeShare: number | null;
                                /** @description Parts per million of rewards that it keeps. */
                                rewardCut: number;
                                /** @description Parts per million of fees that go to delegators. */
                                feeShare: number;
                                /** @description Null if its cuts were never changed. */
                                lastCutChangeRound: number | null;
                                lastCutChangeTime: number | null;
                                /** @description Raises of its reward cut by 50 percentage points or more within 7 days, of the last 180 days. */
                                cutSpikes: number;
                                delegators: number;
                                /** @description Since when it is or was active. */
                                activationRound: number;
                                /** @description When it last entered the pool. */
                                activationTime: number | null;
                                /** @description Null while it is in the pool. */
                                deactivationRound: number | null;
                                firstActivationRound: number | null;
                                /** @description Complete rounds in which it was active, ever. */
                                activeRounds: number;
                                lastRewardRound: number;
                                /** @description Of the last 90 complete rounds, those in which it was active. */
                                callsDue: number;
                                /** @description Of those, rounds in which it called reward. */
                                callsMade: number;
                                /** @description callsMade / callsDue; null when none was due. */
                                rewardCallRatio: number | null;
                                /** @description Of its last 30 complete active rounds, the part in which it called reward; null with fewer. */
                                rewardCallRatio30: number | null;
                                /** @description Of its last 90 complete active rounds. */
                                rewardCallRatio90: number | null;
                                /** @description Ever. */
                                missedRewardCalls: number;
                                /** @description Of today, in UTC, and the 29 days before. */
                                fees30DaysWei: string;
                                /** @description Of today, in UTC, and the 89 days before. */
                                fees90DaysWei: string;
                                /** @description Of the running round and the 29 before. */
                                fees30RoundsWei: string;
                                /** @description Of the running round and the 89 before. */
                                fees90RoundsWei: string;
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
    "/v1/cut-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Each change of an orchestrator’s cuts, with spikes marked. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "blockNumber" | "rewardCut" | "feeShare" | "spikeFrom";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    /** @description Only rows with this `orchestrator`. */
                    orchestrator?: string;
                    /** @description Only rows with this `round`. */
                    round?: string;
                    /** @description Only rows whose `round` is this or more. */
                    roundMin?: string;
                    /** @description Only rows whose `round` is this or less. */
                    roundMax?: string;
                    /** @description Only rows whose `rewardCut` is this or more. */
                    rewardCutMin?: string;
                    /** @description Only rows whose `rewardCut` is this or less. */
                    rewardCutMax?: string;
                    /** @description Only rows whose `feeShare` is this or more. */
                    feeShareMin?: string;
                    /** @description Only rows whose `feeShare` is this or less. */
                    feeShareMax?: string;
                    /** @description Only rows whose `spikeFrom` is this or more. */
                    spikeFromMin?: string;
                    /** @description Only rows whose `spikeFrom` is this or less. */
                    spikeFromMax?: string;
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
                                /** @description The lowest reward cut of the 7 days before, where this change ends 50 percentage points or more above it; else null. */
                                spikeFrom: number | null;
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
                    sort?: "round" | "activeStakeWei" | "rank" | "feesWei" | "rewardsWei" | "missedRewardsWei";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    /** @description Only rows with this `orchestrator`. */
                    orchestrator?: string;
                    /** @description Only rows with this `round`. */
                    round?: string;
                    /** @description Only rows whose `round` is this or more. */
                    roundMin?: string;
                    /** @description Only rows whose `round` is this or less. */
                    roundMax?: string;
                    /** @description Only rows whose `activeStakeWei` is this or more. */
                    activeStakeWeiMin?: string;
                    /** @description Only rows whose `activeStakeWei` is this or less. */
                    activeStakeWeiMax?: string;
                    /** @description Only rows whose `rank` is this or more. */
                    rankMin?: string;
                    /** @description Only rows whose `rank` is this or less. */
                    rankMax?: string;
                    /** @description Only rows whose `feesWei` is this or more. */
                    feesWeiMin?: string;
                    /** @description Only rows whose `feesWei` is this or less. */
                    feesWeiMax?: string;
                    /** @description Only rows whose `rewardsWei` is this or more. */
                    rewardsWeiMin?: string;
                    /** @description Only rows whose `rewardsWei` is this or less. */
                    rewardsWeiMax?: string;
                    /** @description Only rows whose `missedRewardsWei` is this or more. */
                    missedRewardsWeiMin?: string;
                    /** @description Only rows whose `missedRewardsWei` is this or less. */
                    missedRewardsWeiMax?: string;
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
                                /** @description When the round began; null until it has. */
                                time: number | null;
                                /** @description Another round has begun after it. */
                                isComplete: boolean;
                                /** @description Null outside the active set. */
                                activeStakeWei: string | null;
                                /** @description Place in the active set by that stake, from 1 on. */
                                rank: number | null;
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
                                /** @description What a call that never came would have brought; null if it came, or still can. */
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
                    sort?: "stakeWei" | "pendingFeesWei" | "pendingRewardsWei" | "rewardsWei" | "earnedFeesWei" | "bondedWei" | "startRound" | "lastClaimRound" | "depositedStakeWei" | "withdrawnStakeWei" | "claimedRewardsWei" | "claimedFeesWei" | "withdrawnFeesWei" | "firstBondRound" | "address" | "state";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    /** @description Only rows with this `delegate`. */
                    delegate?: string;
                    /** @description Only rows with this `state`. */
                    state?: string;
                    /** @description Only rows with this `address`. */
                    address?: string;
                    /** @description Only rows whose `stakeWei` is this or more. */
                    stakeWeiMin?: string;
                    /** @description Only rows whose `stakeWei` is this or less. */
                    stakeWeiMax?: string;
                    /** @description Only rows whose `pendingFeesWei` is this or more. */
                    pendingFeesWeiMin?: string;
                    /** @description Only rows whose `pendingFeesWei` is this or less. */
                    pendingFeesWeiMax?: string;
                    /** @description Only rows whose `pendingRewardsWei` is this or more. */
                    pendingRewardsWeiMin?: string;
                    /** @description Only rows whose `pendingRewardsWei` is this or less. */
                    pendingRewardsWeiMax?: string;
                    /** @description Only rows whose `rewardsWei` is this or more. */
                    rewardsWeiMin?: string;
                    /** @description Only rows whose `rewardsWei` is this or less. */
                    rewardsWeiMax?: string;
                    /** @description Only rows whose `earnedFeesWei` is this or more. */
                    earnedFeesWeiMin?: string;
                    /** @description Only rows whose `earnedFeesWei` is this or less. */
                    earnedFeesWeiMax?: string;
                    /** @description Only rows whose `bondedWei` is this or more. */
                    bondedWeiMin?: string;
                    /** @description Only rows whose `bondedWei` is this or less. */
                    bondedWeiMax?: string;
                    /** @description Only rows whose `startRound` is this or more. */
                    startRoundMin?: string;
                    /** @description Only rows whose `startRound` is this or less. */
                    startRoundMax?: string;
                    /** @description Only rows whose `lastClaimRound` is this or more. */
                    lastClaimRoundMin?: string;
                    /** @description Only rows whose `lastClaimRound` is this or less. */
                    lastClaimRoundMax?: string;
                    /** @description Only rows whose `depositedStakeWei` is this or more. */
                    depositedStakeWeiMin?: string;
                    /** @description Only rows whose `depositedStakeWei` is this or less. */
                    depositedStakeWeiMax?: string;
                    /** @description Only rows whose `withdrawnStakeWei` is this or more. */
                    withdrawnStakeWeiMin?: string;
                    /** @description Only rows whose `withdrawnStakeWei` is this or less. */
                    withdrawnStakeWeiMax?: string;
                    /** @description Only rows whose `claimedRewardsWei` is this or more. */
                    claimedRewardsWeiMin?: string;
                    /** @description Only rows whose `claimedRewardsWei` is this or less. */
                    claimedRewardsWeiMax?: string;
                    /** @description Only rows whose `claimedFeesWei` is this or more. */
                    claimedFeesWeiMin?: string;
                    /** @description Only rows whose `claimedFeesWei` is this or less. */
                    claimedFeesWeiMax?: string;
                    /** @description Only rows whose `withdrawnFeesWei` is this or more. */
                    withdrawnFeesWeiMin?: string;
                    /** @description Only rows whose `withdrawnFeesWei` is this or less. */
                    withdrawnFeesWeiMax?: string;
                    /** @description Only rows whose `firstBondRound` is this or more. */
                    firstBondRoundMin?: string;
                    /** @description Only rows whose `firstBondRound` is this or less. */
                    firstBondRoundMax?: string;
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
                                /** @description Of its stake, earned since lastClaimRound. */
                                pendingRewardsWei: string;
                                /** @description Ever earned. */
                                rewardsWei: string;
                                /** @description Ever earned. */
                                earnedFeesWei: string;
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
                    /** @description Only rows with this `delegator`. */
                    delegator?: string;
                    /** @description Only rows with this `state`. */
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
                    /** @description Only rows with this `delegator`. */
                    delegator?: string;
                    /** @description Only rows with this `delegate`. */
                    delegate?: string;
                    /** @description Only rows of stake that came to this orchestrator, stayed with it or left it. */
                    orchestrator?: string;
                    /** @description Only rows with this `kind`. */
                    kind?: string;
                    /** @description Only rows with this `round`. */
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
    "/v1/rounds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rounds with their sums, and what stood in them. Rounds that nobody initialised have sums of 0, and what stood before them. */
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
                    /** @description Only rows with this `round`. */
                    round?: string;
                    /** @description The first round. */
                    from?: string;
                    /** @description The last round. */
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
                                isInitialized: boolean;
                                /** @description Another has begun after it. */
                                isComplete: boolean;
                                blockNumber: number | null;
                                /** @description Of its initialisation, as the contracts count. */
                                protocolBlock: number | null;
                                txHash: string | null;
                                /** @description Of its initialisation; where there was none, of the last one before. */
                                time: number;
                                feesWei: string;
                                winningTickets: number;
                                /** @description Minutes of streams transcoded, estimated: fees ÷ (1000 wei a pixel × 598752000 pixels a minute in all renditions). Price and pixels are settings of this indexer. */
                                usageMinutes: number;
                                rewardsWei: string;
                                /** @description Bonded from wallets. */
                                newStakeWei: string;
                                /** @description Moved from one orchestrator to another, or to another delegator. */
                                movedStakeWei: string;
                                unbondedStakeWei: string;
                                totalActiveStakeWei: string;
                                totalSupplyWei: string;
                                /** @description Active stake by supply; null without a supply. */
                                participation: number | null;
                                /** @description Parts per billion a round. */
                                inflation: string;
                                delegators: number;
                                activeOrchestrators: number;
                                mintableWei: string;
                                /** @description Parts of 10²⁷. */
                                treasuryCutRate: string;
                                treasuryRewardsWei: string;
                                rewardCalls: number;
                                /** @description What reward calls that never came would have minted. */
                                missedRewardsWei: string;
                                /** @description New, moved and unbonded stake by active stake. */
                                churn: number | null;
                                /** @description Active, and not in the round before. */
                                enteredOrchestrators: number | null;
                                /** @description No longer active. */
                                leftOrchestrators: number | null;
                                /** @description Fewest orchestrators with more than a third of the active stake. */
                                nakamotoThird: number | null;
                                nakamotoHalf: number | null;
                                /** @description Of the active orchestrators’ stakes. */
                                gini: number | null;
                                /** @description Sum of the squared shares of the active stake. */
                                hhi: number | null;
                                /** @description Spearman’s correlation of orchestrators’ ranks in this round and 30 rounds before. */
                                rankPersistence: number | null;
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
        /** Days in UTC with their sums, and what stood at their last event. Days without events have sums of 0, and what stood before them. */
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
                    /** @description The first day, since 1970-01-01. */
                    from?: string;
                    /** @description The last day. */
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
                                /** @description It is over. */
                                isComplete: boolean;
                                feesWei: string;
                                winningTickets: number;
                                /** @description Minutes of streams transcoded, estimated: fees ÷ (1000 wei a pixel × 598752000 pixels a minute in all renditions). Price and pixels are settings of this indexer. */
                                usageMinutes: number;
                                rewardsWei: string;
                                /** @description Bonded from wallets. */
                                newStakeWei: string;
                                /** @description Moved from one orchestrator to another, or to another delegator. */
                                movedStakeWei: string;
                                unbondedStakeWei: string;
                                totalActiveStakeWei: string;
                                totalSupplyWei: string;
                                /** @description Active stake by supply; null without a supply. */
                                participation: number | null;
                                /** @description Parts per billion a round. */
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
    "/v1/orchestrator-days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each orchestrator took in on each day in UTC; days on which it was nothing are left out. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "day" | "feesWei" | "rewardsWei";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    /** @description Only rows with this `orchestrator`. */
                    orchestrator?: string;
                    /** @description The first day, since 1970-01-01. */
                    from?: string;
                    /** @description The last day. */
                    to?: string;
                    /** @description Only rows whose `feesWei` is this or more. */
                    feesWeiMin?: string;
                    /** @description Only rows whose `feesWei` is this or less. */
                    feesWeiMax?: string;
                    /** @description Only rows whose `rewardsWei` is this or more. */
                    rewardsWeiMin?: string;
                    /** @description Only rows whose `rewardsWei` is this or less. */
                    rewardsWeiMax?: string;
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
                                /** @description Days since 1970-01-01. */
                                day: number;
                                /** @description Its beginning. */
                                time: number;
                                feesWei: string;
                                winningTickets: number;
                                /** @description Minutes of streams transcoded, estimated: fees ÷ (1000 wei a pixel × 598752000 pixels a minute in all renditions). Price and pixels are settings of this indexer. */
                                usageMinutes: number;
                                rewardsWei: string;
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
    "/v1/gateway-days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each gateway paid on each day in UTC; days on which it was nothing are left out. */
        get: {
            parameters: {
                query?: {
                    /** @description Column that rows are sorted by. */
                    sort?: "day" | "feesWei";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    /** @description Only rows with this `gateway`. */
                    gateway?: string;
                    /** @description The first day, since 1970-01-01. */
                    from?: string;
                    /** @description The last day. */
                    to?: string;
                    /** @description Only rows whose `feesWei` is this or more. */
                    feesWeiMin?: string;
                    /** @description Only rows whose `feesWei` is this or less. */
                    feesWeiMax?: string;
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
                                /** @description Days since 1970-01-01. */
                                day: number;
                                /** @description Its beginning. */
                                time: number;
                                feesWei: string;
                                winningTickets: number;
                                /** @description Minutes of streams transcoded, estimated: fees ÷ (1000 wei a pixel × 598752000 pixels a minute in all renditions). Price and pixels are settings of this indexer. */
                                usageMinutes: number;
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
                    sort?: "feesWei" | "depositWei" | "reserveWei" | "withdrawRound" | "fees30DaysWei" | "fees90DaysWei" | "selfPaid90RoundsWei" | "winningTickets" | "lastPaidTime" | "firstFundedBlock" | "lastFundedBlock";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    /** @description Only rows with this `address`. */
                    address?: string;
                    /** @description Only rows whose `depositWei` is this or more. */
                    depositWeiMin?: string;
                    /** @description Only rows whose `depositWei` is this or less. */
                    depositWeiMax?: string;
                    /** @description Only rows whose `reserveWei` is this or more. */
                    reserveWeiMin?: string;
                    /** @description Only rows whose `reserveWei` is this or less. */
                    reserveWeiMax?: string;
                    /** @description Only rows whose `withdrawRound` is this or more. */
                    withdrawRoundMin?: string;
                    /** @description Only rows whose `withdrawRound` is this or less. */
                    withdrawRoundMax?: string;
                    /** @description Only rows whose `feesWei` is this or more. */
                    feesWeiMin?: string;
                    /** @description Only rows whose `feesWei` is this or less. */
                    feesWeiMax?: string;
                    /** @description Only rows whose `fees30DaysWei` is this or more. */
                    fees30DaysWeiMin?: string;
                    /** @description Only rows whose `fees30DaysWei` is this or less. */
                    fees30DaysWeiMax?: string;
                    /** @description Only rows whose `fees90DaysWei` is this or more. */
                    fees90DaysWeiMin?: string;
                    /** @description Only rows whose `fees90DaysWei` is this or less. */
                    fees90DaysWeiMax?: string;
                    /** @description Only rows whose `selfPaid90RoundsWei` is this or more. */
                    selfPaid90RoundsWeiMin?: string;
                    /** @description Only rows whose `selfPaid90RoundsWei` is this or less. */
                    selfPaid90RoundsWeiMax?: string;
                    /** @description Only rows whose `winningTickets` is this or more. */
                    winningTicketsMin?: string;
                    /** @description Only rows whose `winningTickets` is this or less. */
                    winningTicketsMax?: string;
                    /** @description Only rows whose `firstFundedBlock` is this or more. */
                    firstFundedBlockMin?: string;
                    /** @description Only rows whose `firstFundedBlock` is this or less. */
                    firstFundedBlockMax?: string;
                    /** @description Only rows whose `lastFundedBlock` is this or more. */
                    lastFundedBlockMin?: string;
                    /** @description Only rows whose `lastFundedBlock` is this or less. */
                    lastFundedBlockMax?: string;
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
                                /** @description Ever. */
                                feesWei: string;
                                /** @description Of today, in UTC, and the 29 days before. */
                                fees30DaysWei: string;
                                /** @description Of today, in UTC, and the 89 days before. */
                                fees90DaysWei: string;
                                /** @description Fees that it paid to itself in the running round and the 89 before. */
                                selfPaid90RoundsWei: string;
                                winningTickets: number;
                                /** @description Beginning of the last day in UTC on which it paid; null if it never did. */
                                lastPaidTime: number | null;
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
                    sort?: "round" | "feesWei";
                    order?: "asc" | "desc";
                    /** @description Rows at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description `csv` gives all rows; so does `Accept: text/csv`. */
                    format?: "json" | "csv";
                    /** @description Only rows with this `gateway`. */
                    gateway?: string;
                    /** @description Only rows with this `orchestrator`. */
                    orchestrator?: string;
                    /** @description Only rows with this `round`. */
                    round?: string;
                    /** @description Only rows whose `round` is this or more. */
                    roundMin?: string;
                    /** @description Only rows whose `round` is this or less. */
                    roundMax?: string;
                    /** @description Only rows whose `feesWei` is this or more. */
                    feesWeiMin?: string;
                    /** @description Only rows whose `feesWei` is this or less. */
                    feesWeiMax?: string;
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
                    /** @description Only rows with this `address`. */
                    address?: string;
                    /** @description Only rows whose `balanceWei` is this or more. */
                    balanceWeiMin?: string;
                    /** @description Only rows whose `balanceWei` is this or less. */
                    balanceWeiMax?: string;
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
                    /** @description Only rows with this `contract`. */
                    contract?: string;
                    /** @description Only rows with this `name`. */
                    name?: string;
                    /** @description Only rows with this `txHash`. */
                    txHash?: string;
                    /** @description Only rows with this `round`. */
                    round?: string;
                    /** @description Only rows with this `fromBlock`. */
                    fromBlock?: string;
                    /** @description Only rows with this `toBlock`. */
                    toBlock?: string;
                    /** @description Only rows with this `account`. */
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
                    /** @description Only rows with this `proposer`. */
                    proposer?: string;
                    /** @description Only rows with this `state`. */
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
                    /** @description Only rows with this `proposalId`. */
                    proposalId?: string;
                    /** @description Only rows with this `voter`. */
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
                    /** @description Only rows with this `address`. */
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
                    /** @description Only rows with this `poll`. */
                    poll?: string;
                    /** @description Only rows with this `voter`. */
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
                    /** @description Only rows with this `after`. */
                    after?: string;
                    /** @description Only rows with this `state`. */
                    state?: string;
                    /** @description Only rows with this `kind`. */
                    kind?: string;
                    /** @description Only rows with this `subject`. */
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
                                /** @description Its own stake, with what it earned to date; 0 unless bonded to itself. */
                                ownStakeWei: string;
                                /** @description ownStakeWei / delegatedStakeWei; null without stake. */
                                ownStakeShare: number | null;
                                /** @description Parts per million of rewards that it keeps. */
                                rewardCut: number;
                                /** @description Parts per million of fees that go to delegators. */
                                feeShare: number;
                                /** @description Null if its cuts were never changed. */
                                lastCutChangeRound: number | null;
                                lastCutChangeTime: number | null;
                                /** @description Raises of its reward cut by 50 percentage points or more within 7 days, of the last 180 days. */
                                cutSpikes: number;
                                delegators: number;
                                /** @description Since when it is or was active. */
                                activationRound: number;
                                /** @description When it last entered the pool. */
                                activationTime: number | null;
                                /** @description Null while it is in the pool. */
                                deactivationRound: number | null;
                                firstActivationRound: number | null;
                                /** @description Complete rounds in which it was active, ever. */
                                activeRounds: number;
                                lastRewardRound: number;
                                /** @description Of the last 90 complete rounds, those in which it was active. */
                                callsDue: number;
                                /** @description Of those, rounds in which it called reward. */
                                callsMade: number;
                                /** @description callsMade / callsDue; null when none was due. */
                                rewardCallRatio: number | null;
                                /** @description Of its last 30 complete active rounds, the part in which it called reward; null with fewer. */
                                rewardCallRatio30: number | null;
                                /** @description Of its last 90 complete active rounds. */
                                rewardCallRatio90: number | null;
                                /** @description Ever. */
                                missedRewardCalls: number;
                                /** @description Of today, in UTC, and the 29 days before. */
                                fees30DaysWei: string;
                                /** @description Of today, in UTC, and the 89 days before. */
                                fees90DaysWei: string;
                                /** @description Of the running round and the 29 before. */
                                fees30RoundsWei: string;
                                /** @description Of the running round and the 89 before. */
                                fees90RoundsWei: string;
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
                                /** @description Of its stake, earned since lastClaimRound. */
                                pendingRewardsWei: string;
                                /** @description Ever earned. */
                                rewardsWei: string;
                                /** @description Ever earned. */
                                earnedFeesWei: string;
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
                /** @description By address, and by owner as far as accounts say by links that they have one. */
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
                                /** @description Mean of share × ln(share × accounts). */
                                theil: number | null;
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
                                /** @description Mean of share × ln(share × accounts). */
                                theil: number | null;
                                topTenShare: number | null;
                            };
                            /** @description Linked accounts counted as one. */
                            byOwner: {
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
                                    /** @description Mean of share × ln(share × accounts). */
                                    theil: number | null;
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
                                    /** @description Mean of share × ln(share × accounts). */
                                    theil: number | null;
                                    topTenShare: number | null;
                                };
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
        /** What an address or its beginning, a name, a number or a hash stands for. */
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
                                /** @description What the account calls itself, cleaned. */
                                name?: string;
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
    "/v1/profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What accounts say of themselves; nobody checked it. */
        get: {
            parameters: {
                query: {
                    /** @description Up to 100, with commas between. */
                    address: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A profile for each account, in their order. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                address: string;
                                /** @description The account that it belongs to, say both. */
                                main: string | null;
                                /** @description Accounts that belong to it, say both. */
                                linked: string[];
                                /** @description Whose texts these are: its own, or if it has none its main account’s. */
                                textsOf: string;
                                /** @description What it says of itself by EIP-634 key, as written: clean it before you show it. */
                                texts: {
                                    [key: string]: string;
                                };
                                /** @description What it calls itself, else its name in ENS, cleaned. */
                                name: string | null;
                                /** @description Its primary name in ENS, which leads back to it, where ENS is asked and has answered. */
                                ens: string | null;
                                /** @description Accounts of other owners with names that can be taken for this one; five at the most. */
                                lookAlikes: {
                                    address: string;
                                    name: string;
                                }[];
                            }[];
                            block: {
                                number: number;
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
