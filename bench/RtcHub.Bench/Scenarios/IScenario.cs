namespace RtcHub.Bench;

/// <summary>Some work, and what a service spends on it.</summary>
internal interface IScenario
{
    /// <summary>What the tables call it.</summary>
    string Work { get; }

    /// <summary>What its figures count.</summary>
    string Unit { get; }

    /// <summary>Does the work, first unmeasured for a while, then so many times.</summary>
    /// <returns>A figure for each time.</returns>
    Task<double[]> RunAsync(Service service, ServerProcess server, int runs);
}
