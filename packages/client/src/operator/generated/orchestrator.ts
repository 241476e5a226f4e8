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
        /** What the orchestrator does, has and earns. */
        get: operations["getStatus"];
        put?: never;
        post?: never;
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
        /** Sessions that run, the one opened last first. */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transcoders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The processes of this machine and the transcoders of others. */
        get: operations["listTranscoders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Winning tickets, newest first, a page at a time. */
        get: operations["listTickets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/price": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What gateways are asked. */
        get: operations["getPrices"];
        /**
         * Asks another price.
         * @description Sessions that run keep their price, and so do terms that were given already. It holds over restarts, until the setting itself is changed.
         */
        put: operations["setPrice"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/price/{gateway}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Asks one gateway a price of its own.
         * @description Sessions that run keep their price, and so do terms that were given already. It holds over restarts, until the setting itself is changed.
         */
        put: operations["setGatewayPrice"];
        post?: never;
        /**
         * Asks one gateway what all are asked.
         * @description Sessions that run keep their price, and so do terms that were given already. It holds over restarts, until the setting itself is changed.
         */
        delete: operations["removeGatewayPrice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much work is taken at the most. */
        get: operations["getLimits"];
        /**
         * Takes more work or less.
         * @description What is left out stays as it is. Sessions that run go on, also when they are more than the new limits allow. It holds over restarts, until the setting itself is changed.
         */
        put: operations["setLimits"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the node is being drained, and what still runs. */
        get: operations["getDrain"];
        /** Takes no new sessions; those that run go on to their end. */
        put: operations["beginDrain"];
        post?: never;
        /** Takes new sessions again. */
        delete: operations["endDrain"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The chain’s RPC endpoints, and whether they answer. */
        get: operations["listEndpoints"];
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
        OrchestratorStatus: {
            /** @description The node’s own key, which signs results; zero off chain. */
            address: string;
            /** @description The staking account that is paid. */
            recipient: string;
            /** @description Where gateways reach it. */
            serviceUri: string;
            /** @description SHA-256 of the service port’s certificate, in hexadecimal; missing without TLS. */
            certificateFingerprint?: string;
            region: string;
            /** @description Version of the protocol it tells gateways. */
            version: string;
            /** @description Unix time in milliseconds. */
            startedAtMs: number;
            /** @description Missing off chain. */
            chainId?: number;
            /**
             * @description Round seen last.
             * @example 1000000000
             */
            round?: string;
            /** @description Whether it is in the active set. */
            isActive?: boolean;
            /**
             * @description This round’s reward. notCaller: the staking account has not made this node’s account its reward caller. Missing where somebody else calls it.
             * @enum {string}
             */
            reward?: "idle" | "due" | "called" | "notCaller" | "failing";
            price: components["schemas"]["Price"] & unknown;
            /** @description What prices in dollars are converted by; missing where none is. */
            usdRate?: {
                /** @description Dollars for one ether. */
                usdPerEther: number;
                /** @description When the feed had them; Unix time in milliseconds. */
                updatedAtMs: number;
                /** @description Not older than allowed; new sessions are refused otherwise. */
                isCurrent: boolean;
            };
            /** @description Encoded pixels a second it takes in all. */
            capacityPixelsPerSecond: number;
            /** @description What of it is promised to sessions. */
            usedPixelsPerSecond: number;
            /** @description Since the process began. */
            segmentsDone: number;
            /** @description Since the process began. */
            segmentsFailed: number;
            sessions: components["schemas"]["Session"][];
            transcoders: components["schemas"]["Transcoder"][];
            earnings: components["schemas"]["Earnings"];
        };
        Session: {
            sessionId: string;
            /** @description Whom it is for; zero off chain. */
            gateway: string;
            /** @description The gateway’s name of the stream. */
            manifestId: string;
            /** @description Segments so far. */
            segments: number;
            /** @description Unix time in milliseconds. */
            openedAtMs: number;
            /** @description Unix time in milliseconds. */
            lastSegmentAtMs: number;
        };
        Transcoder: {
            id: string;
            /** @enum {string} */
            kind: "local" | "remote";
            /** @description Where it is, for people. */
            address: string;
            /** @enum {string} */
            state: "ready" | "silent" | "quarantined" | "trial" | "draining";
            /** @description Segments that it takes at once, as it says. */
            slots: number;
            /** @description Segments it is trusted with at once now. */
            window: number;
            /** @description Segments it has now. */
            inFlight: number;
            sessions: number;
            /** @description As measured here, or as it says of itself. */
            claimedPixelsPerSecond: number;
            /** @description Smoothed over real segments. */
            measuredPixelsPerSecond?: number;
            /** @description What it is counted with. */
            capacityPixelsPerSecond: number;
            segmentsDone: number;
            segmentsFailed: number;
        };
        Earnings: {
            /** @description Since the process began. */
            ticketsReceived: number;
            /**
             * @description Expected value of those.
             * @example 1000000000
             */
            ticketValueWei: string;
            /** @description Winning tickets ever. */
            ticketsWon: number;
            /** @description Those not redeemed yet. */
            ticketsWaiting: number;
            ticketsRedeemed: number;
            /** @description Those that can never be redeemed. */
            ticketsLost: number;
            /**
             * @description Face value of those that wait.
             * @example 1000000000
             */
            waitingWei: string;
            /**
             * @description What was paid for those that are redeemed.
             * @example 1000000000
             */
            redeemedWei: string;
        };
        TicketPage: {
            tickets: components["schemas"]["Ticket"][];
            /** @description Give it as `after` for the next page; missing in the last. */
            next?: number;
            totals: components["schemas"]["TicketTotals"];
        };
        Ticket: {
            ticketHash: string;
            /** @description Who signed it and pays for it. */
            gateway: string;
            recipient: string;
            /** @example 1000000000 */
            faceValueWei: string;
            /** @enum {string} */
            state: "waiting" | "redeemed" | "lost";
            /** @description Unix time in milliseconds. */
            receivedAtMs: number;
            /** @example 1000000000 */
            creationRound: string;
            /**
             * @description It is redeemed after this block (L1’s on a rollup).
             * @example 1000000000
             */
            paramsExpirationBlock: string;
            /** @description When a redeemer took it over. */
            handedOverAtMs?: number;
            /** @description The transaction that redeemed it, where it is known. */
            txHash?: string;
            /**
             * @description What was paid for it.
             * @example 1000000000
             */
            paidWei?: string;
            /** @description Why it is lost. */
            reason?: string;
        };
        TicketTotals: {
            /** @description Winning tickets ever. */
            ticketsWon: number;
            /** @description Those not redeemed yet. */
            ticketsWaiting: number;
            ticketsRedeemed: number;
            /** @description Those that can never be redeemed. */
            ticketsLost: number;
            /**
             * @description Face value of those that wait.
             * @example 1000000000
             */
            waitingWei: string;
            /**
             * @description What was paid for those that are redeemed.
             * @example 1000000000
             */
            redeemedWei: string;
        };
        Prices: {
            base: components["schemas"]["Price"] & unknown;
            /** @description Prices of single gateways. */
            gateways: {
                [key: string]: components["schemas"]["Price"];
            };
        };
        PriceChange: {
            /**
             * @description Wei for `pixels` pixels, as decimal text.
             * @example 1000000000
             */
            wei: string;
            /**
             * @description Pixels that `wei` is asked for.
             * @default 1
             * @example 1000000000
             */
            pixels: string;
        };
        Limits: {
            /** @description Sessions at the most, however small. */
            maxSessions: number;
            /** @description Sessions of one gateway at the most. */
            maxSessionsPerGateway: number;
            /** @description Encoded pixels a second at the most; null: as many as the transcoders can. */
            maxPixelsPerSecond: number | null;
            /** @description What is taken in all, as things are. */
            capacityPixelsPerSecond: number;
            /** @description What of it is promised to sessions. */
            usedPixelsPerSecond: number;
            /** @description Sessions now. */
            sessions: number;
        };
        LimitsChange: {
            maxSessions?: number;
            maxSessionsPerGateway?: number;
            maxPixelsPerSecond?: number | null;
        };
        Drain: {
            /** @description Whether no new sessions are taken. */
            isDraining: boolean;
            /** @description The last session has ended, or the time is over. */
            isDone: boolean;
            /** @description Unix time in milliseconds. */
            beganAtMs?: number;
            /** @description Then it is over, whatever still runs. */
            deadlineMs?: number;
            /** @description The node stops when it is over. */
            stops: boolean;
            /** @description Sessions that still run. */
            sessions: number;
        };
        Endpoint: {
            /** @description Without path and query, which may hold a key. */
            host: string;
            /** @description Whether its last request was answered. */
            isUp: boolean;
            /**
             * @description Its latest block as it said last.
             * @example 1000000000
             */
            head?: string;
            /** @description Requests that it did not answer. */
            faults: number;
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
                    "application/json": components["schemas"]["OrchestratorStatus"];
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
            query?: {
                /** @description Only those of one gateway. */
                gateway?: string;
            };
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
                        sessions: components["schemas"]["Session"][];
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
    listTranscoders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The transcoders. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        transcoders: components["schemas"]["Transcoder"][];
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
    listTickets: {
        parameters: {
            query?: {
                /** @description Only those that wait, are redeemed, or are lost; by default all. */
                state?: "waiting" | "redeemed" | "lost";
                /** @description Only those of one gateway. */
                gateway?: string;
                /** @description `next` of the page before. */
                after?: number;
                /** @description Tickets in a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tickets, and the sums over all. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketPage"];
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
    getPrices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All prices, as they are then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prices"];
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
    setPrice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceChange"];
            };
        };
        responses: {
            /** @description All prices, as they are then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prices"];
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
    setGatewayPrice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Address of the gateway. */
                gateway: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceChange"];
            };
        };
        responses: {
            /** @description All prices, as they are then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prices"];
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
    removeGatewayPrice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Address of the gateway. */
                gateway: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All prices, as they are then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prices"];
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
    getLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All limits, as they are then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limits"];
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
    setLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LimitsChange"];
            };
        };
        responses: {
            /** @description All limits, as they are then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limits"];
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
    getDrain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drain"];
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
    beginDrain: {
        parameters: {
            query?: {
                /** @description After so long it is over, whatever still runs; a token of a gateway holds half an hour. */
                timeoutMs?: number;
                /** @description Whether the node stops when it is over. */
                stop?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drain"];
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
    endDrain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drain"];
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
    listEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoints; none off chain. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endpoints: components["schemas"]["Endpoint"][];
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
