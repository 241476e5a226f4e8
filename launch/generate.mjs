/** Everything that is printed from code: ABIs, layouts and error tables; clients and reference of the operator APIs. */
await import('../packages/abi/scripts/generate.ts')
await import('../packages/node/scripts/generate.ts')
