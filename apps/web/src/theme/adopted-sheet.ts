import { StyleSheet } from '@emotion/sheet';

/**
 * Emotion writes <style> elements, which a strict Content-Security-Policy refuses. Constructed style sheets are
 * made by script, which the policy has already judged, so `style-src 'self'` can stay without 'unsafe-inline'.
 */
export class AdoptedSheet extends StyleSheet {
  private readonly sheet = new CSSStyleSheet();
  private adopted = false;

  override insert(rule: string): void {
    if (!this.adopted) {
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
      this.adopted = true;
    }
    try {
      this.sheet.insertRule(rule, this.sheet.cssRules.length);
    } catch {
      // A selector of another browser's prefix: this browser does without it, as it would in a <style> element.
    }
    this.ctr++;
  }

  override hydrate(): void {}

  override flush(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
    this.sheet.replaceSync('');
    this.adopted = false;
    this.ctr = 0;
  }
}
