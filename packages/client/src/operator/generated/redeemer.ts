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
        /** What the redeemer has redeemed and what waits. */
        get: operations["getStatus"];
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
        RedeemerStatus: {
            /** @description The account that pays for gas. */
            address: string;
            /** @description The staking account that is paid. */
            recipient: string;
            /** @description Where orchestrators reach it. */
            url: string;
            /** @description Unix time in milliseconds. */
            startedAtMs: number;
            chainId: number;
            /**
             * @description Round seen last.
             * @example 1000000000
             */
            round: string;
            /** @description Whether the recipient is in the active set. */
            isActive: boolean;
            /**
             * @description As of the last block.
             * @example 1000000000
             */
            gasPriceWei: string;
            /** @example 1000000000 */
            averageGasPriceWei: string;
            tickets: components["schemas"]["TicketTotals"];
            endpoints: components["schemas"]["Endpoint"][];
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
                    "application/json": components["schemas"]["RedeemerStatus"];
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
