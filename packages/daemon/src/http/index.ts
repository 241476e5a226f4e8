export { HttpServer, type HttpServerDependencies, type HttpServerOptions } from './http-server.ts'
