import { createBackup, restoreBackup } from '@millrace/node/backup'
import { Command } from 'commander'
import { toJson } from './shared.ts'

interface BackupFlags {
  readonly dataDir: string
  readonly out: string
  readonly withKeystore?: string
  readonly json?: true
}

interface RestoreFlags {
  readonly dataDir: string
  readonly from: string
  readonly json?: true
}

/** `millrace backup`: a node's state into one file, while it works. */
export function backupCommand(): Command {
  return new Command('backup')
    .description('Copies a node’s state into one file, also while it works. Keys and secrets stay out.')
    .requiredOption('--data-dir <folder>', 'the node’s data folder')
    .requiredOption('--out <file>', 'the file to write; it must not be there yet')
    .option('--with-keystore <file>', 'takes this keystore along, encrypted as it is, without its password')
    .option('--json', 'print JSON')
    .action(async ({ dataDir, out, withKeystore: keystoreFile, json }: BackupFlags) => {
      const files = await createBackup({ dataDir, file: out, keystoreFile })
      process.stdout.write(json ? `${toJson({ file: out, files })}\n` : `${out} holds ${files.join(', ')}.\n`)
    })
}

/** `millrace restore`: what `millrace backup` has written, into an empty folder. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description(
      'Brings a backup back into an empty data folder. Winners and what was learned come back; sessions begin anew.',
    )
    .requiredOption('--data-dir <folder>', 'the data folder; it must hold no state')
    .requiredOption('--from <file>', 'the backup')
    .option('--json', 'print JSON')
    .action(({ dataDir, from, json }: RestoreFlags) => {
      const files = restoreBackup({ dataDir, file: from })
      process.stdout.write(
        json ? `${toJson({ dataDir, files })}\n` : `${dataDir} holds ${files.join(', ')} again.\n`,
      )
    })
}
