/** Where the compiled code of a pack lies among the assets of a single executable. */
export function codeAsset(file: string): string {
  return `code/${file}`;
}
