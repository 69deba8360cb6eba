import { styled } from '@mui/material/styles';
import { createElement, Fragment, type ReactNode } from 'react';

const ALLOWED = new Set(['P', 'BR', 'STRONG', 'B', 'EM', 'I', 'U', 'S', 'UL', 'OL', 'LI', 'BLOCKQUOTE', 'CODE', 'PRE', 'H1', 'H2', 'H3', 'H4', 'HR']);

const MENTION = /\/identity\/members\/[0-9a-f-]{36}$/;

const Mention = styled('span')(({ theme }) => ({ padding: '0 4px', borderRadius: 4, fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.accent.text, backgroundColor: theme.vars.palette.accent.soft }));

/** Formatted text is built from what it says, element by element: no text of a person is ever handed to the browser as HTML. */
export function RichText({ html }: { html: string }) {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return <>{childrenOf(body)}</>;
}

function childrenOf(node: Node): ReactNode[] {
  return [...node.childNodes].map((child, index) => <Fragment key={index}>{shown(child)}</Fragment>);
}

function shown(node: Node): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  if (node.tagName === 'A') {
    const href = node.getAttribute('href') ?? '';
    if (MENTION.test(href)) return <Mention>{childrenOf(node)}</Mention>;
    return /^(?:https?|mailto|tel):/i.test(href) ? <a href={href} target="_blank" rel="noopener noreferrer nofollow">{childrenOf(node)}</a> : childrenOf(node);
  }
  if (node.tagName === 'SCRIPT' || node.tagName === 'STYLE') return null;
  if (!ALLOWED.has(node.tagName)) return childrenOf(node);
  const children = childrenOf(node);
  return createElement(node.tagName.toLowerCase(), null, ...(children.length ? children : []));
}

/** Its first words, for places with room for one line. */
export function plainText(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '';
}
