import { styled } from '@mui/material/styles';
import { ArrowRight, BookOpen, Braces, SquareTerminal, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../shell/Icon.js';

const links: { name: 'docs' | 'redoc' | 'openapi'; href: string; icon: LucideIcon }[] = [
  { name: 'docs', href: '/api/docs', icon: SquareTerminal },
  { name: 'redoc', href: '/api/redoc', icon: BookOpen },
  { name: 'openapi', href: '/api/openapi.json', icon: Braces },
];

const Section = styled('nav')(({ theme }) => ({
  gridArea: 'links',
  '& h2': { ...theme.typography.body2, fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[11], marginBlockEnd: theme.spacing(2) },
  '& li + li': { borderBlockStart: `1px solid ${theme.vars.palette.neutral[5]}` },
}));

const Row = styled('a')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'auto 1fr auto',
  alignItems: 'center',
  columnGap: theme.spacing(3),
  minBlockSize: 56,
  marginInline: theme.spacing(-3),
  paddingInline: theme.spacing(3),
  borderRadius: theme.shape.borderRadius,
  color: theme.vars.palette.neutral[11],
  '&:hover': { backgroundColor: theme.vars.palette.neutral[3], color: theme.vars.palette.neutral[12] },
  '& strong': { display: 'block', fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[12] },
  '& small': { ...theme.typography.body2, color: theme.vars.palette.neutral[11] },
  '& > svg:last-child': { color: theme.vars.palette.neutral[9] },
  '&:hover > svg:last-child, &:focus-visible > svg:last-child': { color: theme.vars.palette.accent.text },
  '[dir=rtl] & > svg:last-child': { transform: 'scaleX(-1)' },
}));

export function DeveloperLinks() {
  const { t } = useTranslation();
  return (
    <Section aria-labelledby="for-developers">
      <h2 id="for-developers">{t('front.links.heading')}</h2>
      <ul>
        {links.map(({ name, href, icon }) => (
          <li key={name}>
            <Row href={href}>
              <Icon of={icon} />
              <span>
                <strong>{t(`front.links.${name}.name`)}</strong>
                <small>{t(`front.links.${name}.say`)}</small>
              </span>
              <Icon of={ArrowRight} />
            </Row>
          </li>
        ))}
      </ul>
    </Section>
  );
}
