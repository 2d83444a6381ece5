using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace SotopiaPi.Testing;

/// <summary>Marks a test that takes long: category <c>Slow</c>, skipped with a reason unless <c>SOTOPIAPI_SLOW=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class SlowAttribute : NUnitAttribute, IApplyToTest
{
    public void ApplyToTest(Test test)
    {
        test.Properties.Add(PropertyNames.Category, "Slow");
        if (Environment.GetEnvironmentVariable("SOTOPIAPI_SLOW") == "1" || test.RunState != RunState.Runnable)
        {
            return;
        }

        test.RunState = RunState.Ignored;
        test.Properties.Set(PropertyNames.SkipReason, "slow test: set SOTOPIAPI_SLOW=1 to run it");
    }
}
