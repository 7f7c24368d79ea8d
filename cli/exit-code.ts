/** What the process returns; documented in docs/cli.md. Scripts rely on these numbers. */
export const ExitCode = {
  ok: 0,
  /** The spec, the document or the data has errors; nothing was trained. */
  faulty: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** Training was stopped because a loss or weight became NaN or infinite; the last good checkpoint is kept. */
  diverged: 3,
  /** A file could not be read or written: a full disk, a folder without permission. */
  io: 4,
  /** A bug of regnet's own. */
  internal: 70,
  /** Stopped by Ctrl-C or SIGTERM after writing a checkpoint. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
