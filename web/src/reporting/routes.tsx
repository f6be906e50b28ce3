import type { RouteObject } from 'react-router'

export const reportingRoutes: RouteObject[] = []
