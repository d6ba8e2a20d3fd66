package dev.lockstep.local.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;

/** Where this program was started from, and which it is. */
final class Installation implements CommandLine.IVersionProvider {
    private static final String HOME = "lockstep.home";

    /** The deployment template. The launcher says where the checkout is; without it, the current folder is. */
    static Path template() {
        return file("template.yaml");
    }

    /** A definition to try things with. */
    static Path example() {
        return file("docs/examples/dummy.json");
    }

    private static Path file(String name) {
        return Path.of(System.getProperty(HOME, "."), name);
    }

    static String version() {
        return Optional.ofNullable(Installation.class.getPackage().getImplementationVersion())
                .orElse("(development)");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "Lockstep " + version() + " (Java " + Runtime.version() + ", " + System.getProperty("os.name") + ")"
        };
    }
}
