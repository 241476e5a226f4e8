// Generated from the API’s description; `npm run generate` writes it. Do not edit.
export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Answers as long as the process works. No token needed. */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the node can take work now. No token needed. */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics in the text format of Prometheus. */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which node this is, and whether it can take work. */
        get: operations["getNode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The settings that the node was started with. */
        get: operations["getSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the gateway carries, with whom, and what it spends. */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/streams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Streams that run, and those that ended last. */
        get: operations["listStreams"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that encoders publish with, without what they open with. */
        get: operations["listStreamKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream-keys/{stream}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a key for a stream, besides those it has. */
        post: operations["createStreamKey"];
        /** Takes all keys of a stream away; its encoder is sent away within a second. */
        delete: operations["revokeStreamKeys"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream-keys/{stream}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a new key for a stream; the old ones hold on for a grace time. */
        post: operations["rotateStreamKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream-keys/{stream}/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes one key away; an encoder that uses it is sent away within a second. */
        delete: operations["revokeStreamKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orchestrators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orchestrators as this gateway sees them, with scores and suspensions, best first. */
        get: operations["listOrchestrators"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orchestrators/forgive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends the suspension of an orchestrator.
         * @description It is asked again at once, and its next suspension is as its first. One that was caught by a check is on trial all the same.
         */
        post: operations["forgiveOrchestrator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Paid sessions that are open at orchestrators. */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/funds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deposit and reserve, and whether they suffice. */
        get: operations["getFunds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/price-cap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The most that orchestrators are paid. */
        get: operations["getPriceCap"];
        /**
         * Pays more or less at the most.
         * @description Orchestrators that ask more are not selected. Sessions that run go on at their price until their terms are renewed. It holds over restarts, until the setting itself is changed.
         */
        put: operations["setPriceCap"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Evidence that is kept of bad results, newest first. */
        get: operations["listEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evidence/{address}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One file of evidence, for `millrace verify-evidence`. */
        get: operations["getEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the node’s account can be told to do on chain. */
        get: operations["listOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows or does something on chain with the node’s account. Scope read to look, spend to send. */
        post: operations["doOperation"];
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
        Error: {
            error: {
                /** @description Names the error for programs. */
                code: string;
                /** @description A sentence for people: what is wrong and what to do. */
                message: string;
                /** @description The facts behind the sentence. */
                meta?: {
                    [key: string]: unknown;
                };
            };
        };
        Price: {
            /**
             * @description Wei for `pixels` pixels.
             * @example 1000000000
             */
            wei: string;
            /** @example 1000000000 */
            pixels: string;
        };
        Node: {
            /** @description gateway, orchestrator, transcoder, redeemer or tester. */
            role: string;
            /** @description Version of the program. */
            version: string;
            /** @description Its process. */
            pid: number;
            /** @description When it started, Unix time in milliseconds. */
            startedAtMs: number;
            /** @description Whether it can take work now. */
            isReady: boolean;
            /** @description Why not. */
            notReady?: string;
        };
        Settings: {
            /** @description By name, amounts as decimal text. URLs are cut after the host, for keys are often in their paths. */
            settings: {
                [key: string]: unknown;
            };
        };
        GatewayStatus: {
            /** @description The account that pays; zero off chain. */
            address: string;
            version: string;
            /** @description Unix time in milliseconds. */
            startedAtMs: number;
            /** @description Playback, push ingest and public status. */
            httpUrl: string;
            /** @description Where encoders push, without a key. */
            rtmpUrl?: string;
            /** @description Missing off chain. */
            chainId?: number;
            /** @description Why segments cannot be transcoded now; empty when they can. */
            problems: string[];
            funds: components["schemas"]["Funds"];
            totals: components["schemas"]["GatewayTotals"];
            resultChecks: components["schemas"]["ResultChecks"];
            /** @description Streams that are not over. */
            streams: number;
            /** @description Number of orchestrators by state. */
            orchestrators: {
                [key: string]: number;
            };
        };
        Funds: {
            /** @enum {string} */
            state: "ok" | "low" | "insufficient" | "unlocking" | "offchain" | "unknown";
            /** @description Why, in one sentence. */
            reason?: string;
            /** @example 1000000000 */
            depositWei: string;
            /** @example 1000000000 */
            reserveWei: string;
            /** @description Block at which both were read. */
            block?: number;
        };
        /** @description Since the process began. */
        GatewayTotals: {
            segmentsIn: number;
            /** @description Published with every rendition. */
            segmentsOut: number;
            /** @description Published without their renditions. */
            segmentsLost: number;
            ticketsSent: number;
            /**
             * @description Expected value of all tickets sent.
             * @example 1000000000
             */
            ticketValueWei: string;
            /**
             * @description Price × pixels of all published segments.
             * @example 1000000000
             */
            feesWei: string;
            medianLatencyMs?: number;
            p95LatencyMs?: number;
        };
        /** @description Results drawn for a check, since the process began. */
        ResultChecks: {
            /**
             * @description How closely results are looked at.
             * @enum {string}
             */
            depth: "off" | "facts" | "content";
            good: number;
            /** @description Good, after a doubt of a quick look that a reference transcode settled. */
            dispelled: number;
            /** @description Not what was ordered. */
            bad: number;
            /** @description Published before their verdict. */
            late: number;
            /** @description Those whose source cannot be decoded. */
            unverifiable: number;
            /** @description Checks that failed here, or ran out of time. */
            failed: number;
            /** @description Drawn and not checked: too many waited, this machine was busy, or only a part or another codec was ordered. */
            skipped: number;
            redundant: components["schemas"]["RedundantSegments"];
        };
        /** @description Segments that two orchestrators made, by what came of comparing the two results. */
        RedundantSegments: {
            /** @description Part of the segments that a second orchestrator makes, too. */
            share: number;
            agreed: number;
            /** @description Not agreed, and both good beside a reference transcode. */
            dispelled: number;
            /** @description At least one of the two was not what was ordered. */
            bad: number;
        };
        Stream: {
            /** @description Its name; never its key. */
            id: string;
            /** @enum {string} */
            state: "live" | "waiting" | "degraded" | "payment-required" | "spend-capped" | "no-orchestrators" | "ended";
            /** @description Why it is in this state, in one sentence. */
            reason?: string;
            /** @description Unix time in milliseconds. */
            startedAt: number;
            /** @description Path of the master playlist below the HTTP URL. */
            playbackPath: string;
            /** @description What the encoder sends. */
            source?: {
                widthPx: number;
                heightPx: number;
                fps: number;
                videoCodec: string;
                audioCodec?: string;
                bitrateBps: number;
            };
            renditions: components["schemas"]["Rendition"][];
            /** @description Who has the turn. */
            orchestrator?: string;
            segmentsIn: number;
            /** @description Published with every rendition. */
            segmentsOut: number;
            /** @description Published without their renditions. */
            segmentsLost: number;
            /** @description Segment complete here until its renditions are published. */
            medianLatencyMs?: number;
        };
        Rendition: {
            name: string;
            widthPx: number;
            heightPx: number;
            bitrateBps: number;
            /** @description 0: as the source. */
            fps: number;
            bytes?: number;
        };
        StreamKey: {
            /** @description Names a key without giving it away. */
            keyId: string;
            streamId: string;
            /** @description Unix time in milliseconds. */
            createdAtMs: number;
            /** @description Missing: until it is revoked. */
            validUntilMs?: number;
        };
        NewStreamKey: {
            streamId: string;
            /** @description It is shown this one time and cannot be read back. */
            key: string;
        };
        StreamKeyRotation: {
            /**
             * @description How long the old keys still work.
             * @default 0
             */
            graceSeconds: number;
        };
        KnownOrchestrator: {
            address: string;
            serviceUri: string;
            region?: string;
            /** @enum {string} */
            state: "serving" | "ready" | "suspended" | "unreachable" | "refused" | "inactive";
            /** @description Why it is in this state, in one sentence. */
            reason?: string;
            /** @description How good its work was, 0 to 1: success × speed. Missing until measured. */
            score?: number;
            /** @description Until when it is left alone. */
            suspendedUntil?: number;
            /** @description It gave a false result: not asked even when nobody else is left. */
            isDistrusted: boolean;
            /** @description Of session requests, smoothed. */
            roundTripMs?: number;
            medianLatencyMs?: number;
            price?: components["schemas"]["Price"];
            /** @example 1000000000 */
            stakeWei?: string;
            checks?: components["schemas"]["OrchestratorChecks"];
            /** @description Part of its results that is checked now; missing: none is. */
            checkShare?: number;
            /** @description Sessions at it now. */
            sessions: number;
            segmentsDone: number;
            segmentsFailed: number;
            ticketsSent: number;
            /**
             * @description Expected value of all tickets sent to it.
             * @example 1000000000
             */
            ticketValueWei: string;
        };
        /** @description Missing where nothing of it was checked. */
        OrchestratorChecks: {
            /** @description Results that were checked. */
            checked: number;
            /** @description Those that were not what was ordered. */
            bad: number;
            /** @description The newest bad one. */
            lastBad?: {
                /** @description Unix time in milliseconds. */
                at: number;
                streamId: string;
                seqNo: number;
                reasons: components["schemas"]["BadResultReason"][];
            };
        };
        BadResultReason: {
            /** @description Name of its profile. */
            rendition: string;
            code: string;
            /** @description In a sentence. */
            message: string;
        };
        Forgiveness: {
            /** @description Account, or service URI. */
            orchestrator: string;
        };
        GatewaySession: {
            streamId: string;
            sessionId: string;
            orchestrator?: string;
            serviceUri: string;
            price: components["schemas"]["Price"] & unknown;
            /** @description When it was paid for last. */
            usedAtMs: number;
            /** @description When its token must be renewed. */
            expiresAtMs: number;
        };
        PriceCap: {
            /** @description null: any price is paid. */
            maxPricePerPixel: components["schemas"]["Price"] | null;
        };
        PriceCapChange: {
            /** @description null: any price. */
            maxPricePerPixel: {
                /**
                 * @description Wei for `pixels` pixels, as decimal text.
                 * @example 1000000000
                 */
                wei: string;
                /**
                 * @default 1
                 * @example 1000000000
                 */
                pixels: string;
            } | null;
        };
        Evidence: {
            /** @description keccak256 of its statement, which names it everywhere. */
            address: string;
            /** @description Unix time in milliseconds. */
            atMs: number;
            orchestrator: string;
            streamId: string;
            seqNo: number;
            reasons: components["schemas"]["BadResultReason"][];
            /** @description Its verdict came too late to keep it from viewers. */
            wasPublished: boolean;
            /** @description Of the file. */
            bytes: number;
        };
        OperationAnswer: {
            /** @description What it would do; for preview. */
            preview?: {
                operation: string;
                /** @description The account that would send. */
                from: string;
                chainId: number;
                /** @description What it does, in a sentence. */
                effect: string;
                /** @description What should be known before agreeing. */
                warnings: {
                    code: string;
                    message: string;
                }[];
                /** @description In the order in which they are made. */
                calls: {
                    label: string;
                    to?: string;
                    data?: string;
                    valueWei?: string;
                    /** @description Missing where it cannot be known before the calls ahead of it. */
                    gas?: string;
                }[];
                /** @description Ether that goes with the calls. */
                valueWei: string;
                /** @description Gas of the calls. */
                gas: string;
                /** @description What that costs at today’s price of gas. */
                feeWei: string;
                /** @description The most that it may cost. */
                maxFeeWei: string;
                /** @description Ether of the account. */
                balanceWei: string;
                /** @description What the protocol’s contracts said. */
                events: {
                    contract: string;
                    event: string;
                    values: {
                        [key: string]: unknown;
                    };
                }[];
                /** @description Why it would fail as things stand. */
                refusal?: {
                    /** @description Name of the contract’s error, or InsufficientEther. */
                    reason: string;
                    message: string;
                    /** @description Whether waiting can help. */
                    retryable: boolean;
                };
            };
            /** @description What was done; for send. */
            outcome?: {
                /** @description Of the request. */
                id: string;
                operation: string;
                from: string;
                mined: {
                    label: string;
                    txHash: string;
                    blockNumber: string;
                    gasUsed: string;
                    /** @description What it cost. */
                    feeWei: string;
                }[];
                /** @description What the protocol’s contracts said. */
                events: {
                    contract: string;
                    event: string;
                    values: {
                        [key: string]: unknown;
                    };
                }[];
                /** @description Whether an earlier request had sent it, whose answer was lost. */
                wasSentBefore: boolean;
            };
            /** @description Calls for another signer, in their order; for unsigned. */
            unsigned?: {
                chainId: number;
                from: string;
                effect: string;
                transactions: {
                    to: string;
                    /** @description In wei. */
                    value: string;
                    data: string;
                    description: string;
                }[];
            };
        };
        OperationRequest: {
            /**
             * @description preview shows what it does and costs; send does it; unsigned answers the calls for another signer.
             * @enum {string}
             */
            mode: "preview" | "send" | "unsigned";
            /**
             * @description As listed; amounts as decimal text in wei or the token’s smallest unit.
             * @default {}
             */
            parameters: {
                [key: string]: unknown;
            };
            /** @description Of the request: sent again with the same id, it is answered and not done again. */
            id?: string;
            /** @description Account that would send, for preview and unsigned. */
            from?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It works. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description It cannot, and why. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All metrics. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getNode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The node. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Node"];
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayStatus"];
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listStreams: {
        parameters: {
            query?: {
                /** @description Only those in it. */
                state?: "live" | "waiting" | "degraded" | "payment-required" | "spend-capped" | "no-orchestrators" | "ended";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The streams. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        streams: components["schemas"]["Stream"][];
                    };
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listStreamKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All keys, as they are then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: components["schemas"]["StreamKey"][];
                    };
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createStreamKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the stream. */
                stream: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewStreamKey"];
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeStreamKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the stream. */
                stream: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All keys, as they are then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: components["schemas"]["StreamKey"][];
                    };
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rotateStreamKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the stream. */
                stream: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StreamKeyRotation"];
            };
        };
        responses: {
            /** @description The new key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewStreamKey"];
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeStreamKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the stream. */
                stream: string;
                /** @description Id of the key. */
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All keys, as they are then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: components["schemas"]["StreamKey"][];
                    };
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listOrchestrators: {
        parameters: {
            query?: {
                /** @description Only those in it. */
                state?: "serving" | "ready" | "suspended" | "unreachable" | "refused" | "inactive";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The orchestrators. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        orchestrators: components["schemas"]["KnownOrchestrator"][];
                    };
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    forgiveOrchestrator: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Forgiveness"];
            };
        };
        responses: {
            /** @description It is forgiven. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        orchestrator: string;
                    };
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sessions: components["schemas"]["GatewaySession"][];
                    };
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getFunds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The funds. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Funds"];
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPriceCap: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cap, as it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceCap"];
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setPriceCap: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceCapChange"];
            };
        };
        responses: {
            /** @description The cap, as it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceCap"];
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What there is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        evidence: components["schemas"]["Evidence"][];
                    };
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description keccak256 of its statement, which names it everywhere. */
                address: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file: source, renditions, order, signatures and verdict. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listOperations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All operations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        operations: {
                            name: string;
                            about: string;
                            /** @description Whose account it is for. */
                            account: string;
                            /** @description JSON Schema of its parameters. */
                            parameters: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    doOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the operation. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperationRequest"];
            };
        };
        responses: {
            /** @description What it would do, or what was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationAnswer"];
                };
            };
            /** @description What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
