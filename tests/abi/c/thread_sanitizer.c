/* Beside a program under ThreadSanitizer: a call that it does not know.
 *
 * mio duplicates the descriptor of its epoll by fcntl(F_DUPFD_CLOEXEC), registers by one and waits by the other. What is
 * registered before an event was written before that event is read; ThreadSanitizer knows that of one descriptor and of
 * those that dup() makes of it, but does not look into fcntl, and would call it a race. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

int fcntl(int descriptor, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (command != F_DUPFD_CLOEXEC) return (int)syscall(SYS_fcntl, descriptor, command, argument);
    int copy = dup(descriptor);
    if (copy >= 0) syscall(SYS_fcntl, copy, F_SETFD, FD_CLOEXEC);
    return copy;
}
