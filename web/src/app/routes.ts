/** The routes of the interface. All except sign-in require a signed-in user. */
import type { QueryClient } from '@tanstack/vue-query'
import { createRouter, createWebHistory, type Router } from 'vue-router'
import { sessionOptions } from '@/entities/session/session'
import { ApiError } from '@/lib/api'
import { restorePlace } from './places'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    open?: boolean
  }
}

export function makeRouter(client: QueryClient): Router {
  const router = createRouter({
    history: createWebHistory(),
    scrollBehavior: (to, from, saved) => {
      if (to.path === from.path) return saved ?? false
      if (saved !== null) restorePlace(to.fullPath)
      return saved ?? { top: 0 }
    },
    routes: [
      {
        path: '/sign-in',
        component: () => import('@/features/sign-in/sign-in-page.vue'),
        meta: { open: true, title: 'Sign in' },
      },
      { path: '/', component: () => import('@/features/home/home-page.vue'), meta: { title: 'Get started' } },
      { path: '/demo', component: () => import('@/features/home/demo-page.vue'), meta: { title: 'Demo' } },
      {
        path: '/jobs',
        component: () => import('@/features/jobs-list/jobs-page.vue'),
        meta: { title: 'Jobs' },
      },
      {
        path: '/jobs/:id',
        component: () => import('@/features/job-page/job-page.vue'),
        props: true,
        meta: { title: 'Job' },
      },
      {
        path: '/tasks',
        component: () => import('@/features/tasks/tasks-page.vue'),
        meta: { title: 'Tasks' },
      },
      {
        path: '/share/:token',
        component: () => import('@/features/job-page/share-page.vue'),
        props: true,
        meta: { title: 'Shared job' },
      },
      {
        path: '/api-explorer',
        component: () => import('@/features/api-page/api-page.vue'),
        meta: { title: 'API explorer' },
      },
      {
        path: '/settings',
        redirect: '/settings/keys',
        component: () => import('@/features/settings/settings-page.vue'),
        children: [
          {
            path: 'keys',
            component: () => import('@/features/settings/keys-page.vue'),
            meta: { title: 'API keys' },
          },
          {
            path: 'events',
            component: () => import('@/features/settings/events/events-page.vue'),
            meta: { title: 'Events' },
          },
          {
            path: 'webhooks',
            component: () => import('@/features/settings/webhooks/webhooks-area.vue'),
            meta: { title: 'Webhooks' },
            children: [
              { path: '', component: () => import('@/features/settings/webhooks/webhooks-page.vue') },
              {
                path: 'new',
                component: () => import('@/features/settings/webhooks/edit-page.vue'),
                meta: { title: 'New webhook' },
              },
              {
                path: ':id',
                component: () => import('@/features/settings/webhooks/automation-page.vue'),
                props: true,
                meta: { title: 'Webhook' },
              },
              {
                path: ':id/edit',
                component: () => import('@/features/settings/webhooks/edit-page.vue'),
                props: true,
                meta: { title: 'Edit webhook' },
              },
            ],
          },
        ],
      },
      { path: '/:rest(.*)*', component: () => import('./not-found-page.vue'), meta: { title: 'Not found' } },
    ],
  })
  router.beforeEach(async (to) => {
    if (to.meta.open === true) return true
    try {
      await client.ensureQueryData(sessionOptions)
      return true
    } catch (error) {
      if (error instanceof ApiError && error.status === 401)
        return { path: '/sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
      throw error
    }
  })
  router.afterEach((to) => {
    document.title = to.meta.title === undefined ? 'Callboard' : `${to.meta.title} – Callboard`
  })
  return router
}
