// Generated from the API’s description; `npm run generate` writes it. Do not edit.
export interface paths {
    "/v1/scores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Performance scores as gateways of this network read them: account → region → score. */
        get: {
            parameters: {
                query?: {
                    /** @description Only segments that were ordered with this rendition, and of the renditions only this. */
                    profile?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The scores. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PerformanceScores"];
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
    "/v1/leaderboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How all orchestrators did, the best first. */
        get: {
            parameters: {
                query?: {
                    /** @description Only what was seen from there. */
                    region?: string;
                    /** @description Only segments that were ordered with this rendition, and of the renditions only this. */
                    profile?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The leaderboard. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Leaderboard"];
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
    "/v1/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What came of each segment, the youngest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Account, or off chain the service URI. */
                    orchestrator?: string;
                    /** @description Only what was seen from there. */
                    region?: string;
                    /** @description Only segments that were ordered with this rendition, and of the renditions only this. */
                    profile?: string;
                    /** @description Only segments that failed, or only those that did not. */
                    failed?: "true" | "false";
                    /** @description Results at the most. */
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of results. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["SegmentResult"][];
                            /** @description Cursor of the next page; missing after the last. */
                            next?: string;
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
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether tests are made. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description They are. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok" | "not-testing";
                            problem?: string;
                            /** @description When a run of this process ended last. */
                            lastRunAtMs?: number;
                        };
                    };
                };
                /** @description They are not. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok" | "not-testing";
                            problem?: string;
                            /** @description When a run of this process ended last. */
                            lastRunAtMs?: number;
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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        PerformanceScores: {
            [key: string]: {
                [key: string]: {
                    score: number;
                };
            };
        };
        Leaderboard: {
            /** @description Where this tester is. */
            region: string;
            /** @description Unix time in milliseconds. */
            atMs: number;
            /** @description Results that are older do not count. */
            windowMs: number;
            /** @description From which results are known. */
            regions: string[];
            /** @description Renditions that were ordered. */
            profiles: string[];
            /** @description The best first. */
            items: components["schemas"]["Standing"][];
        };
        Standing: {
            /** @description Account in lower case; off chain the service URI. */
            orchestrator: string;
            region: string;
            serviceUri: string;
            /** @description The product of the four below; what is null counts as 1. */
            score: number;
            /** @description Segments whose renditions all came in time and signed. */
            successRate: number;
            /** @description 1 − e^(−duration / round trip), means over those segments. */
            latencyScore: number;
            /** @description Of the renditions that were looked at, those as ordered. */
            quality: number | null;
            /** @description 1 when no more was asked than was advertised for what was made. */
            honesty: number | null;
            tests: number;
            segments: number;
            roundTripMs: number | null;
            renditionsLookedAt: number;
            /** @description In wei, as it was advertised last; null off chain. */
            pricePerPixel: number | null;
            /** @description Unix time in milliseconds. */
            lastTestAtMs: number;
            lastFailure: {
                code: string;
                detail: string;
                /** @description Unix time in milliseconds. */
                atMs: number;
            } | null;
        };
        SegmentResult: {
            /** @description Of all segments that one orchestrator was sent in one run. */
            test: string;
            seqNo: number;
            /** @description Unix time in milliseconds. */
            atMs: number;
            region: string;
            orchestrator: string;
            serviceUri: string;
            durationMs: number;
            roundTripMs: number | null;
            /** @description Code; null when all renditions came. */
            failure: string | null;
            detail: string | null;
            /** @description Wei for a pixel. */
            advertisedPrice: number | null;
            askedPrice: number | null;
            honesty: number | null;
            /** @description Expected value of the tickets that went along. */
            paidWei: string;
            renditions: {
                profile: string;
                claimedPixels: string | null;
                countedPixels: number | null;
                /**
                 * @description null: it was not looked at.
                 * @enum {string|null}
                 */
                verdict: "good" | "bad" | null;
                /** @description Codes of a verdict that is bad. */
                reasons: string[];
            }[];
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
