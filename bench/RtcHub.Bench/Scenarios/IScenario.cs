namespace RtcHub.Bench;

/// <summary>Some work, and what a service spends on it.</summary>
internal interface IScenario
{
    /// <summary>As <c>--work</c> names it.</summary>
    string Name { get; }

    /// <summary>How many nodes it wants.</summary>
    int Nodes => 1;

    /// <summary>Whether a service can do it.</summary>
    bool Suits(Service service) => Nodes == 1 || service.RedisSetting is not null;

    /// <summary>Does the work, first unmeasured for a while, then so many times.</summary>
    Task<IReadOnlyList<Series>> RunAsync(RunningService service, Measuring measuring);
}

/// <summary>How long and how often is measured.</summary>
/// <param name="Runs">How often.</param>
/// <param name="WarmUp">How long the work is done before.</param>
/// <param name="Duration">How long a run takes.</param>
/// <param name="Peers">How many peers there are where their number matters.</param>
internal sealed record Measuring(int Runs, TimeSpan WarmUp, TimeSpan Duration, int Peers);
