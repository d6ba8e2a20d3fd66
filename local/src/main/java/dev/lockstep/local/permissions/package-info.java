/** Has functions call only what the template's policies allow them, as IAM does in the cloud. */
@NullMarked
package dev.lockstep.local.permissions;

import org.jspecify.annotations.NullMarked;
