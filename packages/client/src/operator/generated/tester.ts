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
        /** What the tester does, and what it has spent. */
        get: operations["getStatus"];
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
        TesterStatus: {
            region: string;
            /** @description Where scores and results are served. */
            url: string;
            /** @description Unix time in milliseconds. */
            startedAtMs: number;
            chainId?: number;
            /** @description The account that pays. */
            address?: string;
            /** @example 1000000000 */
            depositWei?: string;
            /** @example 1000000000 */
            reserveWei?: string;
            /** @example 1000000000 */
            spentTodayWei: string;
            /** @description Why no tests are made now. */
            problem?: string;
            lastRun?: components["schemas"]["TestRun"];
        };
        TestRun: {
            /** @description Unix time in milliseconds. */
            startedAtMs: number;
            /** @description Unix time in milliseconds. */
            endedAtMs: number;
            orchestrators: number;
            tested: number;
            /** @description How many could not be measured, by reason. */
            notMeasured: {
                [key: string]: number;
            };
            /**
             * @description Expected value of its tickets.
             * @example 1000000000
             */
            spentWei: string;
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
                    "application/json": components["schemas"]["TesterStatus"];
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
