import type { RouteObject } from 'react-router'

export const schedulingRoutes: RouteObject[] = []
