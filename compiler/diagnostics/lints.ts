/** What is legal and probably not meant; the numbers are those of the lint rules (L-01 and on). */
export const lintMessages = {};
