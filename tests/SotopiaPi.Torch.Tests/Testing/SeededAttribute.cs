using NUnit.Framework.Interfaces;
using TorchSharp;

namespace SotopiaPi.Testing;

/// <summary>Seeds libtorch's draws from the name of each test, so that a test meets the same numbers in every run, whatever ran before it.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class SeededAttribute : Attribute, ITestAction
{
    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test) => torch.random.manual_seed(StableKey.Seed([test.FullName]));

    public void AfterTest(ITest test)
    {
        // nothing was taken that would have to be given back
    }
}
