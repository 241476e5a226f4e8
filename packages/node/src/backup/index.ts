export { DataDirError, DataDirLockedError } from '../state/errors.ts'
export { type BackupOptions, createBackup } from './backup.ts'
export { BackupExistsError, BackupUnusableError, NoStateError, StateExistsError } from './errors.ts'
export { type RestoreOptions, restoreBackup } from './restore.ts'
