/** The first lines of a page that is made, seen by those who open it in an editor. */
export const GENERATED = "<!-- Made by `npm run generate`. Do not edit. -->";
