const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOENT: "the folder does not exist",
  EEXIST: "a file has its name",
  ENOTDIR: "it lies under a file, not a folder",
  EISDIR: "it is a folder",
  ERR_FS_FILE_TOO_LARGE: "it is too large to read whole",
};

/** A system's error in words for a user; the code itself where there are none. */
export function systemReason(error: unknown): string {
  const code = systemCode(error) ?? String(error);
  return reasons[code] ?? code;
}

/** The code that the system gave an error, as `ENOENT`; null: it is none of the system's. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && "code" in error ? String(error.code) : null;
}
