import type { KnownOrchestrator } from '../../ordering/orchestrator-source.ts'

/**
 * Whose each orchestrator is, as far as that shows: on chain, accounts on one host count as one operator. Only those
 * that answer with terms are to be given, so that nobody gets into another one's group by registering its host.
 */
export function operatorOf({ id, recipient, serviceUri }: KnownOrchestrator): string {
  // Off chain the list is the gateway's own choice, and every entry of it stands for itself.
  if (recipient === undefined) return id
  return URL.canParse(serviceUri) ? new URL(serviceUri).hostname : id
}
