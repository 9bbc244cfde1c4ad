namespace RtcHub.Chaos.Faults;

/// <summary>Something that goes wrong with the service.</summary>
internal interface IFault
{
    /// <summary>What <c>--fault</c> calls it.</summary>
    string Name { get; }

    /// <summary>
    /// How long after <see cref="RunAsync"/> every pair of peers reaches each other and all rosters are whole. Longer, and a
    /// promise is broken.
    /// </summary>
    TimeSpan Heals { get; }

    /// <summary>Does it, and returns when it is over; a word about it for the phase's line.</summary>
    Task<string> RunAsync(World world, Random random);
}
