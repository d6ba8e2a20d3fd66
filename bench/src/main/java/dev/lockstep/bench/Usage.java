package dev.lockstep.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the process has used until a moment: time by the clock, and time of its processors, garbage collection and compilation
 * included.
 */
record Usage(double seconds, double cpuSeconds) {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    static Usage now() {
        return new Usage(System.nanoTime() / 1e9, PROCESS.getProcessCpuTime() / 1e9);
    }

    Usage since(Usage earlier) {
        return new Usage(seconds - earlier.seconds, cpuSeconds - earlier.cpuSeconds);
    }
}
