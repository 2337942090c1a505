import { totalmem } from 'node:os'

const megabyte = 1024 * 1024

/** Settings of the server, for a machine that it shares with the program. */
export function serverSettings(port: number, extra: Readonly<Record<string, string>>): string[] {
  const memory = Math.floor(Math.min(totalmem(), process.constrainedMemory() || Infinity) / megabyte)
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '60',
    shared_buffers: memory >= 4096 ? '256MB' : memory >= 1024 ? '128MB' : '64MB',
    effective_cache_size: `${String(Math.max(256, Math.floor(memory / 2)))}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '128MB',
    random_page_cost: '1.1',
    jit: 'off',
    huge_pages: 'off',
    fsync: 'on',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    log_timezone: 'UTC',
    timezone: 'UTC',
    // Statements may hold personal data.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    ...extra,
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
