/** The one table. Each kind of item is mapped in one class, the only one to know its attributes. */
@NullMarked
package dev.lockstep.adapters.dynamodb;

import org.jspecify.annotations.NullMarked;
