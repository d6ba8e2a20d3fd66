package dev.lockstep.local.cli;

import dev.lockstep.local.stack.AdminKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes the first admin key of a deployment. */
@Command(
        name = "new-key",
        description = "Makes an admin key; its SHA-256 is what a deployment takes as AdminKeySha256.",
        mixinStandardHelpOptions = true,
        versionProvider = Installation.class)
final class NewKeyCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        AdminKey key = AdminKey.fresh();
        spec.commandLine().getOut().println("key     " + key.text());
        spec.commandLine().getOut().println("sha256  " + key.sha256());
        spec.commandLine().getOut().flush();
    }
}
