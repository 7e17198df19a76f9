/** The row density, chosen by the user. */
import { rememberedChoice } from '@/lib/preferences'

export type Density = 'compact' | 'cosy'

export const density = rememberedChoice<Density>('density', ['compact', 'cosy'])
