import { nextTick, ref } from 'vue'
import { expect, it } from 'vitest'
import type { Run } from '@/entities/actions/runs'
import { itemsIn, merged, type ActionItem } from './action-items'
import { useOfferMenu } from './offer-menu'

const run: Run = {
  key: 'r',
  label: 'Old',
  about: '',
  at: 0,
  outcome: 'done',
  text: '',
  item: {},
  selection: [],
  values: null,
  jobIds: [],
}
const offered = (): ActionItem[] =>
  merged(
    [],
    itemsIn([
      { label: 'B' },
      { label: 'A', variant: '1' },
      { label: 'A', variant: '2' },
      { label: 'More', items: [{ label: 'Deep' }] },
    ]),
  )

it('lists past runs first without preselecting them, then groups', async () => {
  const items = ref<readonly ActionItem[]>([])
  const menu = useOfferMenu(items, ref([run]))
  expect(menu.current.value).toBeUndefined()
  items.value = offered()
  expect(menu.sections.value.map((section) => [section.title, section.rows.length])).toEqual([
    ['Run again', 1],
    ['A', 2],
    ['', 1],
    ['', 1],
  ])
  expect(menu.idOf(menu.current.value)).toBe('offer-1')
  menu.move(-1)
  expect(menu.current.value?.kind).toBe('run')
  menu.move(-1)
  expect(menu.idOf(menu.current.value)).toBe('offer-4')
  items.value = merged(items.value, itemsIn([{ label: 'Late' }]))
  expect(menu.idOf(menu.current.value)).toBe('offer-4')
  menu.text.value = 'deep'
  await nextTick()
  expect(menu.sections.value.flatMap((section) => section.rows)).toMatchObject([
    { item: { label: 'More › Deep' } },
  ])
})

it('opens and leaves submenus', async () => {
  const menu = useOfferMenu(ref(offered()), ref([run]))
  const more = offered().find((item) => item.label === 'More') as ActionItem
  expect(menu.leave()).toBe(false)
  menu.enter(more)
  await nextTick()
  expect(menu.sections.value.flatMap((section) => section.rows)).toMatchObject([{ item: { label: 'Deep' } }])
  expect(menu.leave()).toBe(true)
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(menu.current.value).toMatchObject({ item: { label: 'More' } })
})
