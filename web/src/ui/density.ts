/** How close rows stand: the person's choice. */
import { rememberedChoice } from '@/lib/preferences'

export type Density = 'compact' | 'cosy'

export const density = rememberedChoice<Density>('density', ['compact', 'cosy'])
