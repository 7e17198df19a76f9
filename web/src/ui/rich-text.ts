/** Render untrusted formatted text as text nodes. Links and images are http or https only, and send no referrer. */
import { h, type FunctionalComponent, type VNode } from 'vue'
import { richText, type Block, type Inline } from '@/lib/rich-text'
import './rich-text.css'

const RichText: FunctionalComponent<{ text: string }> = ({ text }) =>
  h('div', { class: 'rich-text' }, richText(text).map(block))
RichText.props = ['text']

function block(part: Block): VNode {
  switch (part.kind) {
    case 'rule':
      return h('hr')
    case 'code':
      return h('pre', { tabindex: 0 }, h('code', part.text))
    case 'list':
      return h(
        part.ordered ? 'ol' : 'ul',
        part.items.map((item) => h('li', item.map(inline))),
      )
    case 'heading':
      return h(part.level < 3 ? 'h3' : 'h4', { class: { large: part.level < 3 } }, part.parts.map(inline))
    default:
      return h(part.kind === 'quote' ? 'blockquote' : 'p', part.parts.map(inline))
  }
}

function inline(part: Inline): VNode | string {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'break':
      return h('br')
    case 'code':
      return h('code', part.text)
    case 'image':
      return h('img', { src: part.address, alt: part.text, referrerpolicy: 'no-referrer' })
    case 'link':
      return h(
        'a',
        { href: part.address, target: '_blank', rel: 'noopener noreferrer' },
        part.parts.map(inlineWithin),
      )
    default:
      return h(part.kind, part.parts.map(inline))
  }
}

/** Links cannot be nested. */
function inlineWithin(part: Inline): VNode | string {
  return part.kind === 'link' ? h('span', part.parts.map(inlineWithin)) : inline(part)
}

export default RichText
