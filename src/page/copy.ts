/** Copying a command. */

const BY_HAND = 'This browser does not let a page copy: the text is marked, press Ctrl+C.';

function mark(element: Element): void {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

/** Copies the text of an element; where the browser refuses, marks it and says so. @returns what to tell */
export async function copyText(element: Element | null): Promise<string> {
  if (element === null) return '';
  try {
    await navigator.clipboard.writeText(element.textContent ?? '');
    return 'Copied.';
  } catch {
    mark(element);
    return BY_HAND;
  }
}
